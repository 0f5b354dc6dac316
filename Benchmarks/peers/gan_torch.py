"""A step of the conditional WGAN-GP in PyTorch, eager: five critic updates and one of the generator."""

import torch

from common import GAN_CLASSES


def network(widths):
    layers = []
    for ins, outs in zip(widths, widths[1:]):
        layers += [torch.nn.Linear(ins, outs), torch.nn.LeakyReLU(0.2)]
    return torch.nn.Sequential(*layers[:-1])


def gan_step(batch, noise, features, hidden):
    torch.manual_seed(1)
    generator = network([noise + GAN_CLASSES, *hidden, features])
    critic = network([features + GAN_CLASSES, *hidden, 1])
    adam = lambda net: torch.optim.Adam(net.parameters(), lr=1e-4, betas=(0.5, 0.9), fused=True)
    generator_adam, critic_adam = adam(generator), adam(critic)
    rows = torch.randn(2_000, features)
    labels = torch.nn.functional.one_hot(torch.arange(2_000) % GAN_CLASSES, GAN_CLASSES).float()

    def draw():
        chosen = torch.randint(2_000, (batch,))
        return rows[chosen], labels[chosen], torch.randn(batch, noise), torch.rand(batch, 1)

    def score(x, condition):
        return critic(torch.cat([x, condition], 1))[:, 0]

    def run():
        for _ in range(5):
            real, condition, z, mixing = draw()
            with torch.no_grad():
                made = generator(torch.cat([z, condition], 1))
            between = (mixing * real + (1 - mixing) * made).requires_grad_()
            slopes, = torch.autograd.grad(
                score(between, condition).sum(), between, create_graph=True)
            penalty = 10 * ((slopes.norm(dim=1) - 1) ** 2).mean()
            loss = score(made, condition).mean() - score(real, condition).mean() + penalty
            critic_adam.zero_grad()
            loss.backward()
            critic_adam.step()
        _, condition, z, _ = draw()
        loss = -score(generator(torch.cat([z, condition], 1)), condition).mean()
        generator_adam.zero_grad()
        loss.backward()
        generator_adam.step()

    return run

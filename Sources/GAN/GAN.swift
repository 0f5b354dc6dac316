// `import GAN` brings what its API mentions: distributions (the noise), tensors, losses.
@_exported import Distributions
@_exported import Losses
@_exported import RandomGenerators
@_exported import Tensors

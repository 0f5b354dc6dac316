import ArgumentParser
import GAN

/// The distribution that `--noise` names.
func noise(literal: String) throws -> any Distribution {
  Normal<Double>(mean: 0, standardDeviation: 1)
}

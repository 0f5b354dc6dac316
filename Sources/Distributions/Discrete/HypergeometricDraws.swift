import Tensors

/// Draws of hypergeometric laws of parameters of their own, of shape `shape` followed by the parameters'.
///
/// Of a population of up to 2²² and a moderate variance from one uniform number each, by adding up masses
/// from the mode outwards, either side in turn: some steps for each standard deviation, of which none asks
/// for a logarithm. The masses at the modes are logarithms of Γ of all laws at once, which cancel: they are
/// right to 3e-10 of a population of 10⁵ and to 2e-8 of the largest, where it would take some 10¹⁵ draws to
/// tell. Of others by rejection, afterwards.
func hypergeometricDraws(
  _ population: Tensor<Double>, _ successes: Tensor<Double>, _ draws: Tensor<Double>, shape: [Int],
  using generator: inout some RandomNumberGenerator
) -> Tensor<Int64> {
  let batch = broadcastShape([population.shape, successes.shape, draws.shape]) ?? []
  let full = shape + batch
  let parameters = [population, successes, draws].map { $0.broadcast(to: batch).materialized() }
  let (modes, tops) = hypergeometricModes(parameters[0], parameters[1], parameters[2])
  let uniform = Tensor<Double>(standardUniform: full, using: &generator)
  evaluate(modes, tops, uniform)
  let laws = max(1, batch.reduce(1, *))
  let count = full.reduce(1, *)
  let (populations, of, drawn) = (
    parameters[0].scalars, parameters[1].scalars, parameters[2].scalars
  )
  let (modeNumbers, topNumbers) = (modes.scalars, tops.scalars)
  func law(_ index: Int) -> HypergeometricLaw {
    let place = index % laws
    return HypergeometricLaw(
      population: populations[place], successes: of[place], draws: drawn[place],
      mode: modeNumbers[place], top: topNumbers[place])
  }
  var result = [Int64](repeating: 0, count: count)
  result.withUnsafeMutableBufferPointer { out in
    // Each element is written by exactly one call.
    nonisolated(unsafe) let out = out
    uniform.withUnsafeScalars { uniform in
      concurrentRows(count, atOnce: 4096) { range in
        for index in range {
          let law = law(index)
          if law.isModerate { out[index] = law.draw(uniform[index]) }
        }
      }
    }
  }
  for index in 0..<count {
    let law = law(index)
    if law.isModerate { continue }
    let number = drawHypergeometric(
      population: law.population, successes: law.successes, draws: law.draws, using: &generator)
    result[index] = Int64(clampedCount(number))
  }
  return Tensor(shape: full, scalars: result)
}

/// The modes, or numbers beside them, and the masses there.
private func hypergeometricModes(
  _ population: Tensor<Double>, _ successes: Tensor<Double>, _ draws: Tensor<Double>
) -> (Tensor<Double>, Tensor<Double>) {
  let failures = population - successes
  let peak = floor((draws + 1) * (successes + 1) / (population + 2))
  let mode = maximum(minimum(peak, minimum(draws, successes)), maximum(draws - failures, 0))
  func logBinomial(_ n: Tensor<Double>, _ k: Tensor<Double>) -> Tensor<Double> {
    (logGamma(n + 1) - logGamma(k + 1)) - logGamma((n - k) + 1)
  }
  let chosen = logBinomial(successes, mode) + logBinomial(failures, draws - mode)
  return (mode, exp(chosen - logBinomial(population, draws)))
}

/// A law as its numbers, with its mode and the mass there.
private struct HypergeometricLaw {
  let population: Double
  let successes: Double
  let draws: Double
  let mode: Double
  let top: Double

  /// Whether the masses are added up: a mass at the mode of a thousandth is a standard deviation of 400.
  var isModerate: Bool {
    let areCounts =
      population.rounded() == population && successes.rounded() == successes
      && draws.rounded() == draws && successes >= 0 && draws >= 0
    return areCounts && successes <= population && draws <= population && population <= 0x1p22
      && top > 1e-3
  }

  /// The draw that is made of a number of (0, 1).
  func draw(_ u: Double) -> Int64 {
    let gap = population - successes - draws
    var rest = u - top
    var (up, down) = (mode, mode)
    var (above, below) = (top, top)
    while rest > 0 {
      above *= ((successes - up) * (draws - up)) / ((up + 1) * (gap + up + 1))
      up += 1
      rest -= above
      if rest <= 0 { return Int64(up) }
      below *= (down * (gap + down)) / ((successes - down + 1) * (draws - down + 1))
      down -= 1
      rest -= below
      if rest <= 0 { return Int64(down) }
      // What is left is rounding.
      if above + below < 0x1p-60 { break }
    }
    return Int64(mode)
  }
}

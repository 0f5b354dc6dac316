import CVectorMath

// MARK: - The gamma function's logarithm and its derivatives

/// log |Γ(x)|.
///
/// Relative error below 1e-15 for x > 0, the zeros at 1 and 2 included; near the zeros between
/// negative whole numbers the error is absolute. `+infinity` at 0 and the negative whole numbers.
/// Polynomials on [1, 3), Stirling's formula with a fitted remainder beyond, recurrence and
/// reflection below (DLMF 5.5, 5.11).
@inlinable public func logGamma(_ x: Double) -> Double { vm_log_gamma(x) }

/// log |Γ(1 + x)|, for x > -1, with all digits where x is tiny and 1 + x would round them away.
@inlinable public func logGammaOnePlus(_ x: Double) -> Double { vm_log_gamma_one_plus(x) }

/// ψ(x) = d/dx log Γ(x).
///
/// Relative error below 1e-15 for x > 0, its root at 1.4616... included. NaN at the negative whole
/// numbers, `-infinity` at 0 (`+infinity` at -0). DLMF 5.5, 5.11.
@inlinable public func digamma(_ x: Double) -> Double { vm_digamma(x) }

/// ψ′(x). `+infinity` at 0 and the negative whole numbers. DLMF 5.15.
@inlinable public func trigamma(_ x: Double) -> Double { vm_trigamma(x) }

/// The derivative of ψ of the given order (0 is ψ itself, 1 the trigamma function).
///
/// Recurrence and asymptotic series for x > 0 (DLMF 5.15.5, 5.15.8), reflection below 0 for orders up
/// to 100. NaN for a negative order.
public func polygamma(order: Int, _ x: Double) -> Double {
  vm_polygamma(Int32(clamping: order), x)
}

/// log Γ(x) - ((x - 1/2) log x - x + log(2π)/2), for x > 0: what Stirling's formula leaves.
///
/// About 1/(12 x) for large x, with all its digits.
@inlinable public func logGammaCorrection(_ x: Double) -> Double { vm_log_gamma_correction(x) }

import Distributions

/// The value of a request, and what goes with it.
struct Answer {
  /// Writes the value.
  let write: (inout JSONWriter) -> Void
  /// For divergences and entropies.
  var error: Double?
  var method: EstimateMethod?
  /// For losses.
  var gradient: Tensor<Double>?

  init(_ write: @escaping (inout JSONWriter) -> Void) { self.write = write }

  init(_ number: Double) {
    self.init { $0.number(number) }
  }

  init(_ estimate: Estimate<Double>) {
    self.init(estimate.value)
    error = estimate.error
    method = estimate.method
  }

  init(_ tensor: Tensor<Double>) {
    let scalars = tensor.scalars
    self.init { writer in
      writer.nested(shape: tensor.shape) { $0.number(scalars[$1]) }
    }
  }
}

extension JSONWriter {
  /// `{"id": …, "value": …}` and a newline.
  mutating func answer(_ answer: Answer, id: ArraySlice<UInt8>?) {
    begin(id: id)
    raw(",")
    members(of: answer)
    raw("}\n")
  }

  /// `"value": …` and what goes with it, without braces.
  mutating func members(of answer: Answer) {
    raw("\"value\":")
    answer.write(&self)
    if let error = answer.error {
      raw(",\"error\":")
      number(error)
    }
    if let method = answer.method {
      raw(",\"method\":")
      string(method.description)
      if case .monteCarlo(let draws) = method {
        raw(",\"draws\":")
        integer(draws)
      }
    }
    if let gradient = answer.gradient {
      raw(",\"gradient\":")
      let scalars = gradient.scalars
      nested(shape: gradient.shape) { $0.number(scalars[$1]) }
    }
  }

  /// `{"id": …, "failure": {"code": …, "message": …}}` and a newline.
  mutating func failure(_ failure: Failure, id: ArraySlice<UInt8>?) {
    begin(id: id)
    raw(",\"failure\":{\"code\":")
    string(failure.code.rawValue)
    raw(",\"message\":")
    string(failure.message)
    raw("}}\n")
  }

  private mutating func begin(id: ArraySlice<UInt8>?) {
    raw("{\"id\":")
    if let id { raw(id) } else { raw("null") }
  }
}

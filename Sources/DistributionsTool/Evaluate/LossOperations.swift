import Distributions
import Losses

extension Answering {
  /// The losses, with the gradient of their sum by the logits where it is asked for.
  static let lossOperations: [String: Operation] = [
    "sigmoidCrossEntropy": loss { logits, request in
      let labels = try tensor("labels", of: request)
      try checkBroadcast(logits, labels)
      return { sigmoidCrossEntropy(logits: $0, labels: labels) }
    },
    "weightedSigmoidCrossEntropy": loss { logits, request in
      let labels = try tensor("labels", of: request)
      let weight = try tensor("positiveWeight", of: request)
      try checkBroadcast(logits, labels, weight)
      return { weightedSigmoidCrossEntropy(logits: $0, labels: labels, positiveWeight: weight) }
    },
    "softmaxCrossEntropy": loss { logits, request in
      let labels = try tensor("labels", of: request)
      guard let classes = logits.shape.last, classes > 0, labels.shape.last == classes else {
        throw Failure(
          .badArgument,
          "logits of shape \(logits.shape) and labels of shape \(labels.shape) need the same "
            + "classes along the last axis.")
      }
      try checkBroadcast(logits, labels)
      return { softmaxCrossEntropy(logits: $0, labels: labels) }
    },
    "sparseSoftmaxCrossEntropy": loss { logits, request in
      let labels = try NestedNumbers(try request.value("labels"), called: "labels")
      guard let classes = logits.shape.last, classes > 0,
        labels.shape == Array(logits.shape.dropLast())
      else {
        throw Failure(
          .badArgument,
          "logits of shape \(logits.shape) need labels of shape \(Array(logits.shape.dropLast())), "
            + "one for each row.")
      }
      var indices: [Int64] = []
      indices.reserveCapacity(labels.scalars.count)
      for (row, label) in labels.scalars.enumerated() {
        guard let index = Int64(exactly: label) else {
          throw Failure(
            .badArgument, "The label of row \(row) is \(label), but must be a class index.")
        }
        indices.append(index)
      }
      let indexTensor = Tensor(shape: labels.shape, scalars: indices)
      return { try sparseSoftmaxCrossEntropy(logits: $0, labels: indexTensor) }
    },
  ]

  private typealias Loss = (Tensor<Double>) throws -> Tensor<Double>

  private static func loss(
    _ prepare: @escaping @Sendable (Tensor<Double>, Request) throws -> Loss
  ) -> Operation {
    { request in
      let logits = try tensor("logits", of: request)
      let loss = try prepare(logits, request)
      let value = try loss(logits)
      var answer = Answer(value)
      if try request.optionalBool("gradient") ?? false {
        answer.gradient = try gradient(of: value.sum(), at: [logits])[0]
      }
      return answer
    }
  }

  private static func tensor(_ name: String, of request: Request) throws -> Tensor<Double> {
    try NestedNumbers(try request.value(name), called: name, acceptsBool: true).tensor
  }

  /// Shapes from data are checked before tensors meet.
  private static func checkBroadcast(_ tensors: Tensor<Double>...) throws(Failure) {
    guard broadcastShape(tensors.map(\.shape)) != nil else {
      throw Failure(
        .badArgument,
        "Shapes \(tensors.map { "\($0.shape)" }.joined(separator: ", ")) do not fit each other.")
    }
  }
}

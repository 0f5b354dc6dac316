/// What happens while a GAN trains in the background.
public enum TrainingEvent: Sendable {
  /// A step was done, counted from 1.
  case step(Int, StepLosses)
  /// Training ended, at the last step or because it was cancelled, with this.
  case finished(TableGAN)
}

extension TableGAN {
  /// Trains a copy in a task of its own, as a sequence of what happens.
  ///
  /// ```swift
  /// for try await event in gan.training() {
  ///   switch event {
  ///   case .step(let step, let losses): print(step, losses.distance)
  ///   case .finished(let trained): print(trained.sample(count: 5, seed: 1).csv)
  ///   }
  /// }
  /// ```
  ///
  /// A reader slower than training misses steps, but never the end. Training stops when nobody
  /// reads any more: the loop is left, or its task cancelled.
  ///
  /// - Throws: While it is read, what ``train(progress:)`` throws.
  public func training() -> AsyncThrowingStream<TrainingEvent, any Error> {
    AsyncThrowingStream(bufferingPolicy: .bufferingNewest(16)) { continuation in
      let task = Task.detached {
        var copy = self
        do {
          try copy.train { trainer, losses in
            continuation.yield(.step(trainer.step, losses))
            return .proceed
          }
          continuation.yield(.finished(copy))
          continuation.finish()
        } catch {
          continuation.finish(throwing: error)
        }
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }
}

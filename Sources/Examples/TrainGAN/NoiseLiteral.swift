import ArgumentParser
import GAN

/// The distribution that `--noise` names.
///
/// - Throws: A sentence that quotes the literal and says what is wrong with it.
func noise(literal: String) throws -> any Distribution {
  do throws(LiteralError) {
    return try distribution(parsing: literal)
  } catch {
    throw ValidationError("--noise \(literal): \(error)")
  }
}

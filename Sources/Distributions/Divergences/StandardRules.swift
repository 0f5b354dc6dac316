extension KLRegistry {
  /// All rules of the package: each family's own, in the order of the families' names.
  ///
  /// A family states its rules once, generic over the value, as `static var klRules`; the first
  /// rule of a family adds its name here.
  public static var standardRules: [KLRule<Value>] {
    [
      [KLRule<Value>]()
    ].flatMap { $0 }
  }
}

extension LiteralFamilies {
  /// Every family of this package.
  public static let standard = LiteralFamilies(listed: standardList)

  /// One line for each family.
  static let standardList: [any LiteralFamily.Type] = [
    Normal<Double>.self
  ]
}

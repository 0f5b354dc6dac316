import Foundation
import GAN
import Testing

@Suite struct SafetensorsTests {
  private func bytes(_ header: String, _ content: [UInt8] = []) -> Data {
    var data = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
    data.append(Data(header.utf8))
    data.append(contentsOf: content)
    return data
  }

  @Test func whatIsWrittenIsRead() throws {
    var file = Safetensors(metadata: ["note": "a \"quoted\" line\nand — more"])
    file.set("weight", to: Tensor<Float>([[1, 2.5], [-0.0, .infinity]]))
    file.set("double", to: Tensor([Double.pi]))
    file.set("whole", to: Tensor<Int64>([-1, 1 << 40]))
    file.set("truth", to: Tensor<Bool>([true, false, true]))
    file.set("scalar", to: Tensor<Float>(7))
    file.set("empty", to: Tensor<Float>(shape: [0, 3], scalars: []))
    let read = try Safetensors(file.encoded())
    #expect(read.metadata == file.metadata)
    #expect(read.names == ["double", "empty", "scalar", "truth", "weight", "whole"])
    let weight: Tensor<Float> = try read.tensor("weight")
    #expect(weight.shape == [2, 2])
    #expect(weight.scalars.map(\.bitPattern) == [1, 2.5, -0.0, .infinity].map(\Float.bitPattern))
    #expect(try read.tensor("double", of: Double.self).scalars == [Double.pi])
    #expect(try read.tensor("whole", of: Int64.self).scalars == [-1, 1 << 40])
    #expect(try read.tensor("truth", of: Bool.self).scalars == [true, false, true])
    #expect(try read.tensor("scalar", of: Float.self).shape == [])
    #expect(try read.tensor("empty", of: Float.self).shape == [0, 3])
    #expect(read.encoded() == file.encoded())
  }

  /// Bytes laid out by hand from the format's description.
  @Test func layoutIsTheFormats() throws {
    let header = #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#
    let data = bytes(header, [0, 0, 128, 63, 0, 0, 0, 64])
    let tensor: Tensor<Float> = try Safetensors(data).tensor("a")
    #expect(tensor.scalars == [1, 2])
    var own = Safetensors()
    own.set("a", to: Tensor<Float>([1, 2]))
    let encoded = own.encoded()
    #expect(encoded.suffix(8) == data.suffix(8))
    let length = encoded.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    #expect(length % 8 == 0)
    let text = String(decoding: encoded[8..<(8 + length)], as: UTF8.self)
    #expect(text.trimmingCharacters(in: .whitespaces) == header)
  }

  @Test func malformedBytesAreErrors() {
    let cases = [
      Data(), Data([1, 2, 3]), Data([255, 255, 255, 255, 255, 255, 255, 255]),
      bytes("{"), bytes("[]"), bytes(#"{"a":1}"#),
      bytes(#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#),
      bytes(#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, [0, 0, 0, 0]),
      bytes(#"{"a":{"dtype":"F99","shape":[1],"data_offsets":[0,4]}}"#, [0, 0, 0, 0]),
      bytes(#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, [0, 0, 0, 0]),
      bytes(#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#, [0, 0, 0, 0]),
      bytes(#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}"#, [0, 0, 0, 0]),
      bytes(#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, [0, 0, 0, 0, 0]),
      bytes(
        #"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,4]}}"#,
        [0, 0, 0, 0]),
      bytes(
        #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
        [0, 0, 0, 0]),
      bytes(#"{"a":{"dtype":"BOOL","shape":[1],"data_offsets":[0,1]}}"#, [7]),
    ]
    for data in cases {
      #expect(throws: SafetensorsError.self) { try Safetensors(data) }
    }
  }

  @Test func wrongNamesAndTypesAreErrors() {
    var file = Safetensors()
    file.set("a", to: Tensor<Float>([1]))
    #expect(throws: SafetensorsError.missing(name: "b")) {
      try file.tensor("b", of: Float.self)
    }
    #expect(throws: SafetensorsError.wrongType(name: "a", expected: "F64", found: "F32")) {
      try file.tensor("a", of: Double.self)
    }
  }

  @Test func fullDisksAreKnownBefore() throws {
    let folder = FileManager.default.temporaryDirectory.path(percentEncoded: false)
    try WholeFile.requireSpace(1, in: folder)
    #expect(throws: FileError.self) { try WholeFile.requireSpace(1 << 60, in: folder) }
  }
}

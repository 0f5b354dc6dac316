import Foundation
import Testing

@Suite("evaluate", .serialized)
struct EvaluateTests {
  @Test("a value, then a failure; status 1")
  func twoLines() throws {
    let (answers, status) = try Tool.evaluate(
      #"{"id":1,"op":"kl","p":"Normal(0,1)","q":"Normal(1,2)"}"#, "not json")
    #expect(status == 1)
    #expect(answers[0]["id"] as? Double == 1)
    #expect(answers[0]["value"] as? Double == 0.4431471805599453)
    #expect(answers[0]["method"] as? String == "closedForm")
    #expect((answers[1]["failure"] as? [String: String])?["code"] == "badJSON")
  }

  @Test("status 0 where every line has a value, and for no line at all")
  func success() throws {
    #expect(try Tool.evaluate(#"{"op":"mean","p":"Normal(3, 1)"}"#).status == 0)
    #expect(try Tool.run("evaluate").status == 0)
  }

  @Test("the id comes back to the byte, whatever it is")
  func ids() throws {
    let ids = [
      "1", "-0.0", "12345678901234567890123", "1e999", #""é \u00e9 \"""#, "null", "true",
      #"[1, {"a": [ ]}]"#, "{ }",
    ]
    for id in ids {
      let result = try Tool.run(
        "evaluate", input: Data(#"{"op":"mean","p":"Normal(3, 1)","id":\#(id)}"#.utf8))
      #expect(result.output == "{\"id\":\(id),\"value\":3.0}\n")
    }
    let broken = try Tool.run("evaluate", input: Data(#"{"id": [7], "op": oops}"#.utf8))
    #expect(broken.output.hasPrefix(#"{"id":[7],"failure":{"code":"badJSON""#))
  }

  @Test(
    "failures have codes",
    arguments: [
      (#"{"id":1}"#, "unknownOperation"), (#"{"op":"klx","p":"Normal(0,1)"}"#, "unknownOperation"),
      (#"{"op":1}"#, "badArgument"), (#"[1]"#, "badJSON"), ("", "badJSON"), ("   ", "badJSON"),
      (#"{"op":"mean"}"#, "badArgument"), (#"{"op":"mean","p":3}"#, "badArgument"),
      (#"{"op":"mean","p":"Normal(0,1"}"#, "badLiteral"),
      (#"{"op":"mean","p":"Nrmal(0,1)"}"#, "badLiteral"),
      (#"{"op":"mean","p":"Normal(0,0)"}"#, "parameterOutOfDomain"),
      (#"{"op":"kl","p":"Normal(0,1)","q":"Bernoulli(0.5)"}"#, "differentSpaces"),
      (#"{"op":"kl","p":"Normal(0,1)","q":"Normal(0,2)","method":"magic"}"#, "badArgument"),
      (#"{"op":"kl","p":"Normal(0,1)","q":"Normal(0,2)","tolerance":0}"#, "badArgument"),
      (#"{"op":"kl","p":"Normal(0,1)","q":"Normal(0,2)","tolerance":"x"}"#, "badArgument"),
      (#"{"op":"cdf","p":"Normal(0,1)"}"#, "badArgument"),
      (#"{"op":"cdf","p":"Normal(0,1)","x":"one"}"#, "badArgument"),
      (#"{"op":"cdf","p":"Normal(0,1)","x":true}"#, "badArgument"),
      (#"{"op":"cdf","p":"Normal(0,1)","x":[1,[2]]}"#, "badArgument"),
      (#"{"op":"density","p":"Bernoulli(0.5)","x":1}"#, "notApplicable"),
      (#"{"op":"probability","p":"Normal(0,1)","x":1}"#, "notApplicable"),
      (#"{"op":"sample","p":"Normal(0,1)","count":-1}"#, "badArgument"),
      (#"{"op":"sample","p":"Normal(0,1)","count":1e30}"#, "badArgument"),
      (#"{"op":"sample","p":"Normal(0,1)","seed":0.5}"#, "badArgument"),
      (#"{"op":"klMatrix","ps":["Normal(0,1)"],"qs":[3]}"#, "badArgument"),
      (#"{"op":"sigmoidCrossEntropy","logits":[1,2],"labels":[1,2,3]}"#, "badArgument"),
      (#"{"op":"softmaxCrossEntropy","logits":3,"labels":3}"#, "badArgument"),
      (#"{"op":"sparseSoftmaxCrossEntropy","logits":[[1,2]],"labels":[2]}"#, "badArgument"),
      (#"{"op":"sparseSoftmaxCrossEntropy","logits":[[1,2]],"labels":[0.5]}"#, "badArgument"),
      (#"{"op":"mean","p":"Normal(0,1)"} x"#, "badJSON"),
      (#"{"op":"mean","p":"Normal(0,1)",}"#, "badJSON"), (#"{"op":"\ud800"}"#, "badJSON"),
      (#"{"op":01}"#, "badJSON"), (#"{"op":.5}"#, "badJSON"), (#"{"op":"a\#tb"}"#, "badJSON"),
    ])
  func failures(request: String, code: String) throws {
    #expect(try Tool.failure(of: request) == code)
  }

  @Test("facts are numbers, infinite and undefined ones strings")
  func facts() throws {
    func fact(_ name: String, _ p: String) throws -> Any {
      try Tool.value(of: #"{"op":"\#(name)","p":"\#(p)"}"#)
    }
    #expect(try fact("mean", "Normal(3, 2)") as? Double == 3)
    #expect(try fact("variance", "Normal(3, 2)") as? Double == 4)
    #expect(try fact("standardDeviation", "Normal(3, 2)") as? Double == 2)
    #expect(try fact("skewness", "Normal(3, 2)") as? Double == 0)
    #expect(try fact("excessKurtosis", "Normal(3, 2)") as? Double == 0)
    #expect(try fact("mode", "Normal(3, 2)") as? Double == 3)
    #expect(try fact("median", "Normal(3, 2)") as? Double == 3)
    #expect(try fact("mean", "Cauchy(0, 1)") as? String == "nan")
    #expect(try fact("variance", "StudentT(1.5, 0, 1)") as? String == "inf")
    #expect(try fact("support", "Uniform(-1, 2)") as? [Double] == [-1, 2])
    #expect(try fact("support", "Normal(0, 1)") as? [String] == ["-inf", "inf"])
    #expect(try fact("entropy", "Uniform(0, 1)") as? Double == 0)
  }

  @Test("functions of a point, of a list, of lists")
  func points() throws {
    // −½ log 2π by mpmath.
    let peak = -0.91893853320467274178
    #expect(
      agrees(
        try Tool.number(of: #"{"op":"logProbability","p":"Normal(0,1)","x":0}"#), peak,
        within: 1e-15))
    let list = try Tool.value(of: #"{"op":"cdf","p":"Uniform(0,1)","x":[0.25,"inf","-inf",2]}"#)
    #expect(list as? [Double] == [0.25, 1, 0, 1])
    let nested = try Tool.value(of: #"{"op":"survival","p":"Uniform(0,1)","x":[[0.25],[0.5]]}"#)
    #expect(nested as? [[Double]] == [[0.75], [0.5]])
    #expect(try Tool.value(of: #"{"op":"cdf","p":"Uniform(0,1)","x":[]}"#) as? [Double] == [])
    #expect(
      try Tool.value(of: #"{"op":"quantile","p":"Uniform(0,2)","u":[0,0.5,1]}"#) as? [Double]
        == [0, 1, 2])
    #expect(try Tool.number(of: #"{"op":"quantile","p":"Uniform(0,2)","u":7}"#).isNaN)
    #expect(try Tool.number(of: #"{"op":"density","p":"Uniform(0,2)","x":1}"#) == 0.5)
    #expect(
      try Tool.value(of: #"{"op":"probability","p":"Bernoulli(0.25)","x":[true,false,1,0,2]}"#)
        as? [Double] == [0.25, 0.75, 0.25, 0.75, 0])
    let masses = try Tool.value(
      of: #"{"op":"probability","p":"Categorical([0.25,0.75])","x":[0,1,2,-1]}"#)
    let truths: [Double] = [0.25, 0.75, 0, 0]
    #expect(
      try zip(#require(masses as? [Double]), truths).allSatisfy { agrees($0, $1, within: 1e-15) })
  }

  @Test("vectors and matrices are lists and lists of lists")
  func vectors() throws {
    let normal = "MultivariateNormal([0, 1], [[1, 0.5], [0.5, 2]])"
    #expect(
      try Tool.value(of: #"{"op":"variance","p":"\#(normal)"}"#) as? [Double] == [1, 2])
    #expect(
      try Tool.value(of: #"{"op":"covariance","p":"\#(normal)"}"#) as? [[Double]]
        == [[1, 0.5], [0.5, 2]])
    // −log 2π − ½ log(7/4) at the mean; one point, a list of points.
    let peak = -2.1176849603770569867
    let point = try Tool.number(of: #"{"op":"logProbability","p":"\#(normal)","x":[0,1]}"#)
    #expect(agrees(point, peak, within: 1e-15))
    let points = try Tool.value(
      of: #"{"op":"logProbability","p":"\#(normal)","x":[[0,1],[0,1],[0,"inf"]]}"#)
    #expect((points as? [Any])?.count == 3)
    #expect(
      try Tool.failure(of: #"{"op":"logProbability","p":"\#(normal)","x":[0,1,2]}"#)
        == "badArgument")
    #expect(
      try Tool.failure(of: #"{"op":"logProbability","p":"\#(normal)","x":0}"#) == "badArgument")
    #expect(
      try Tool.failure(
        of: #"{"op":"kl","p":"\#(normal)","q":"MultivariateNormal([0, 1, 2], [1, 1, 1])"}"#)
        == "differentSpaces")
    #expect(
      try Tool.failure(of: #"{"op":"median","p":"\#(normal)"}"#) == "notApplicable")
    let draws = try Tool.value(of: #"{"op":"sample","p":"\#(normal)","count":4}"#)
    #expect((draws as? [[Double]])?.allSatisfy { $0.count == 2 } == true)
  }

  @Test("numbers are read and written exactly")
  func exactNumbers() throws {
    var generator = SplitMix(state: 3)
    var numbers: [Double] = [
      0, 1, 0.1, .leastNonzeroMagnitude, 2.2250738585072014e-308, 1 - 0x1p-53, 0x1p-53,
    ]
    for _ in 0..<2000 {
      // Every exponent, all digits, in [0, 1).
      let bits = generator.next() >> 2
      let number = Double(bitPattern: bits)
      if number < 1 { numbers.append(number) }
    }
    let list = numbers.map { "\($0)" }.joined(separator: ",")
    // On [0, 1] the quantile of u is u.
    let values = try Tool.value(of: #"{"op":"quantile","p":"Uniform(0,1)","u":[\#(list)]}"#)
    #expect(try #require(values as? [Double]) == numbers)
    let forms = try Tool.value(
      of: #"{"op":"quantile","p":"Uniform(0,1)","u":[5E-1,0.5e0,5000e-4,0.0005e+3,1e-400]}"#)
    #expect(try #require(forms as? [Double]) == [0.5, 0.5, 0.5, 0.5, 0])
  }

  @Test("the other divergences go by their names")
  func divergences() throws {
    func divergence(_ name: String, _ rest: String = "") throws -> Double {
      try Tool.number(
        of: #"{"op":"divergence","name":"\#(name)","p":"Normal(0, 1)","q":"Normal(1, 2)"\#(rest)}"#)
    }
    // Between normals: KL both ways is log 2 − ¼ and 2 − log 2; the Bhattacharyya coefficient
    // √(4/5) e^(−1/20); W₂² = 1 + 1.
    #expect(agrees(try divergence("jeffreys"), 1.75, within: 1e-14))
    #expect(agrees(try divergence("bhattacharyya"), 0.16157177565710487788, within: 1e-12))
    #expect(
      agrees(try divergence("wasserstein", #","order":2"#), 1.4142135623730950488, within: 1e-9))
    #expect(
      try Tool.failure(
        of: #"{"op":"divergence","name":"jefreys","p":"Normal(0,1)","q":"Normal(0,2)"}"#)
        == "badArgument")
    #expect(
      try Tool.failure(of: #"{"op":"divergence","p":"Normal(0,1)","q":"Normal(0,2)"}"#)
        == "badArgument")
    let command = try Tool.run("divergence", "jeffreys", "Normal(0, 1)", "Normal(1, 2)")
    #expect(command.lines.first?.hasPrefix("value   1.75") == true)
    #expect(
      try Tool.run("divergence", "tv", "Normal(0, 1)", "Normal(1, 2)").errors
        .contains("totalVariation"))
  }

  @Test("the matrix of divergences has a row for each p")
  func matrix() throws {
    let value = try Tool.value(
      of: #"{"op":"klMatrix","ps":["Categorical([0.25,0.1,0.65])","Categorical([0.8,0.2,0])"],"#
        + #""qs":["Categorical([0.7,0.2,0.1])","Categorical([0.15,0.8,0.05])","#
        + #""Categorical([0.8,0.2,0])"]}"#)
    let rows = try #require(value as? [[Any]])
    #expect(rows.count == 2 && rows.allSatisfy { $0.count == 3 })
    // By mpmath: Σ p log(p/q).
    #expect(agrees(try #require(rows[0][0] as? Double), 0.88995184263475, within: 1e-13))
    #expect(agrees(try #require(rows[1][1] as? Double), 1.06192227463336, within: 1e-13))
    #expect(rows[0][2] as? String == "inf")
    #expect(rows[1][2] as? Double == 0)
  }

  @Test("losses, with the gradient of their sum")
  func losses() throws {
    // z − x z + softplus: at x = 0 the loss is log 2 and the derivative ½ − z.
    let (answers, _) = try Tool.evaluate(
      #"{"op":"sigmoidCrossEntropy","logits":[[0,0]],"labels":[[1,0]],"gradient":true}"#,
      #"{"op":"softmaxCrossEntropy","logits":[[0,0]],"labels":[[1,0]],"gradient":true}"#,
      #"{"op":"sparseSoftmaxCrossEntropy","logits":[[0,0]],"labels":[1],"gradient":true}"#,
      #"{"op":"weightedSigmoidCrossEntropy","logits":[[0,0]],"labels":[[1,0]],"positiveWeight":2,"#
        + #""gradient":true}"#,
      #"{"op":"sigmoidCrossEntropy","logits":[1000,-1000,"-inf"],"labels":[0,1,0]}"#)
    let log2 = 0.69314718055994530942
    #expect(answers[0]["value"] as? [[Double]] == [[log2, log2]])
    #expect(answers[0]["gradient"] as? [[Double]] == [[-0.5, 0.5]])
    #expect(answers[1]["value"] as? [Double] == [log2])
    #expect(answers[1]["gradient"] as? [[Double]] == [[-0.5, 0.5]])
    #expect(answers[2]["value"] as? [Double] == [log2])
    #expect(answers[2]["gradient"] as? [[Double]] == [[0.5, -0.5]])
    #expect(answers[3]["value"] as? [[Double]] == [[2 * log2, log2]])
    #expect(answers[3]["gradient"] as? [[Double]] == [[-1, 0.5]])
    #expect(answers[4]["value"] as? [Double] == [1000, 1000, 0])
    #expect(answers[4]["gradient"] == nil)
  }

  @Test("deep nesting is a failure of its line alone")
  func depth() throws {
    let brackets = String(repeating: "[", count: 100_000)
    let objects = String(repeating: #"{"a":"#, count: 100_000)
    let literal = String(repeating: "Normal(", count: 10_000)
    let (answers, _) = try Tool.evaluate(
      brackets, objects, #"{"op":"mean","p":"\#(literal)"}"#,
      #"{"op":"mean","p":"Normal(\#(brackets)"}"#, #"{"op":"mean","p":"Normal(0,1)"}"#)
    let codes = answers.map { ($0["failure"] as? [String: String])?["code"] }
    #expect(codes == ["badJSON", "badJSON", "badLiteral", "badLiteral", nil])
  }

  @Test("a line beyond 16 MiB is answered, and so is the next")
  func longLine() throws {
    let head = #"{"id":"long","op":"mean","p":""#
    var input = Data(head.utf8)
    input.append(Data(repeating: UInt8(ascii: "x"), count: (16 << 20) + 1))
    input.append(Data("\n{\"op\":\"mean\",\"p\":\"Normal(0,1)\"}".utf8))
    let lines = try Tool.run("evaluate", input: input).lines
    #expect(lines.count == 2)
    #expect(lines.first?.hasPrefix(#"{"id":"long","failure":{"code":"lineTooLong""#) == true)
    #expect(lines.last == #"{"id":null,"value":0.0}"#)
  }

  @Test("each answer comes before the next request is sent")
  func interactive() throws {
    let process = Process()
    let input = Pipe()
    let output = Pipe()
    process.executableURL = try Tool.url()
    process.arguments = ["evaluate"]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    for mean in 1...3 {
      input.fileHandleForWriting.write(
        Data("{\"id\":\(mean),\"op\":\"mean\",\"p\":\"Normal(\(mean), 1)\"}\n".utf8))
      let answer = output.fileHandleForReading.availableData
      #expect(String(decoding: answer, as: UTF8.self) == "{\"id\":\(mean),\"value\":\(mean).0}\n")
    }
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  @Test("random bytes and mutated requests: an answer a line, each one JSON")
  func mutations() throws {
    let seeds = [
      #"{"id":1,"op":"kl","p":"Normal(0,1)","q":"Normal(1,2)"}"#,
      #"{"id":"a","op":"logProbability","p":"Categorical([0.25,0.75])","x":[0,1,"nan"]}"#,
      #"{"id":null,"op":"sample","p":"Bernoulli(logit: 0.5)","count":3,"seed":7}"#,
      #"{"op":"softmaxCrossEntropy","logits":[[1,2],[3,4]],"labels":[[0,1],[1,0]]}"#,
      #"{"op":"describe","p":"StudentT(3, 0, 1)","x":1e5,"u":0.5,"\u0041":true}"#,
    ].map { Array($0.utf8) }
    var generator = SplitMix(state: 11)
    var input = Data()
    let count = 3000
    for line in 0..<count {
      var bytes: [UInt8]
      if line % 3 == 0 {
        bytes = (0..<generator.below(80)).map { _ in UInt8(generator.below(256)) }
      } else {
        bytes = seeds[generator.below(seeds.count)]
        for _ in 0..<1 + generator.below(3) {
          let place = generator.below(bytes.count)
          switch generator.below(4) {
          case 0: bytes.remove(at: place)
          case 1: bytes.insert(UInt8(generator.below(256)), at: place)
          case 2: bytes[place] = Array("[]{}(),:\"0-9e.\\ntN".utf8)[generator.below(18)]
          default: bytes.insert(contentsOf: bytes[place...].prefix(12), at: place)
          }
        }
      }
      input.append(contentsOf: bytes.map { $0 == 0x0A ? 0x20 : $0 })
      input.append(0x0A)
    }
    let folderResult = try Tool.run("evaluate", input: input)
    #expect(folderResult.status == 1)
    #expect(folderResult.lines.count == count)
    for line in folderResult.lines {
      let answer = try AnyJSON.object(line)
      #expect(answer?["value"] != nil || answer?["failure"] != nil, "\(line)")
    }
  }
}

/// A small generator with a seed (S. Vigna, splitmix64).
private struct SplitMix {
  var state: UInt64

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(bound, 1))) }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

import assert from "node:assert/strict";
import {
  setBuildArgs,
  variableOrDefault,
  variableOrSecret,
} from "../../../../src/pipeline/steps/build-args.js";
import { argumentsFrom } from "../parity.js";
import { fakeRunner } from "./runner.js";

describe("setBuildArgs", () => {
  const runner = fakeRunner();

  /** Runs the step's script with these variables set. */
  async function run(lines: readonly string[], values: Readonly<Record<string, string>>) {
    const [step] = setBuildArgs({ lines: "", variables: { ANY: "" }, value: variableOrSecret });
    const env = { ...values, BUILD_ARGS: lines.map((line) => `${line}\n`).join("") };
    const { exitCode, stderr } = await runner.run(step, env);
    return { exitCode, stderr, output: runner.read("output"), env };
  }

  function outputOf(lines: string): string {
    return `build_args<<END_OF_BUILD_ARGS\n${lines}END_OF_BUILD_ARGS\n`;
  }

  it("is no step where nothing is to be read", () => {
    assert.deepEqual(setBuildArgs({ lines: "A=b", variables: {}, value: variableOrSecret }), []);
  });

  it("passes constants on and fills in names, in their order", async () => {
    const { exitCode, stderr, output, env } = await run(["RUST=1.87", "VITE_URL", "EMPTY="], {
      VITE_URL: "https://a.example/?b=c&d=$(e)",
    });
    assert.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: "" });
    assert.equal(output, outputOf("RUST=1.87\nVITE_URL=https://a.example/?b=c&d=$(e)\nEMPTY=\n"));
    assert.equal(output, outputOf(argumentsFrom(env)));
  });

  it("warns of what is not set, and leaves it to the Dockerfile (N45)", async () => {
    const { exitCode, stderr, output, env } = await run(["VITE_URL", "VITE_IDENTITY"], {
      VITE_IDENTITY: "x",
    });
    assert.equal(exitCode, 0);
    assert.match(stderr, /^::warning title=VITE_URL is not set::.*Actions > Variables\.$/);
    assert.equal(output, outputOf("VITE_IDENTITY=x\n"));
    assert.equal(output, outputOf(argumentsFrom(env)));
  });

  it("refuses a value of several lines, which would be more arguments than one", async () => {
    const { exitCode, stderr } = await run(["VITE_URL"], { VITE_URL: "a\nINJECTED=b" });
    assert.equal(exitCode, 1);
    assert.match(stderr, /^::error title=VITE_URL has several lines::/);
  });
});

describe("values of build arguments", () => {
  it("come from the variable, then the secret (N14)", () => {
    assert.equal(variableOrSecret("VITE_URL").value, "${{ vars.VITE_URL || secrets.VITE_URL }}");
  });

  it("come from the variable, then the default, in a pull request; a quote in it stays text", () => {
    assert.equal(variableOrDefault("NAME", "it's"), "${{ vars.NAME || 'it''s' }}");
  });
});

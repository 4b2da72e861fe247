import { equal, throws } from "node:assert/strict";
import { dispatch, type Happening, pullRequest, pushTag, pushTo, schedule } from "./events.js";
import { starts } from "./triggers.js";

describe("what GitHub would start a workflow for", () => {
  const cases: readonly (readonly [what: string, on: unknown, happening: Happening, started: boolean])[] = [
    ["any push", { push: null }, pushTo("x"), true],
    ["any git tag", { push: null }, pushTag("x"), true],
    ["a branch that fits", { push: { branches: ["main"] } }, pushTo("main"), true],
    ["a branch that does not", { push: { branches: ["main"] } }, pushTo("mainly"), false],
    ["a branch that is taken out again", { push: { branches: ["**", "!wip/**"] } }, pushTo("wip/a"), false],
    ["a git tag, of branches only", { push: { branches: ["**"] } }, pushTag("v1"), false],
    ["a branch, of tags only", { push: { tags: ["**"] } }, pushTo("main"), false],
    ["a git tag that fits", { push: { branches: ["main"], tags: ["v*"] } }, pushTag("v1.2.3"), true],
    ["a git tag that does not", { push: { branches: ["main"], tags: ["v*"] } }, pushTag("1.2.3"), false],
    ["a version", { push: { tags: ["[0-9]+.[0-9]+.[0-9]+"] } }, pushTag("10.2.3"), true],
    ["a prerelease", { push: { tags: ["[0-9]+.[0-9]+.[0-9]+"] } }, pushTag("1.2.3-rc.1"), false],
    [
      "a changed file that fits",
      { push: { paths: ["**/Cargo.toml"] } },
      pushTo("x", ["a", "b/Cargo.toml"]),
      true,
    ],
    [
      "changed files that do not",
      { push: { paths: ["**/Cargo.toml"] } },
      pushTo("x", ["Cargo.toml.md"]),
      false,
    ],
    [
      "a file that fits on a branch that does not",
      { push: { branches: ["main"], paths: ["a"] } },
      pushTo("x", ["a"]),
      false,
    ],
    ["a git tag, whatever files changed", { push: { tags: ["v*"], paths: ["a"] } }, pushTag("v1"), true],
    ["a pull request", { pull_request: null }, pullRequest(), true],
    [
      "a pull request into another branch",
      { pull_request: { branches: ["main"] } },
      pullRequest({ base: "next" }),
      false,
    ],
    [
      "a pull request of other files",
      { pull_request: { paths: ["src/**"] } },
      pullRequest({ changed: ["a"] }),
      false,
    ],
    ["a pull request, of pushes only", { push: null }, pullRequest(), false],
    ["somebody's hand", { workflow_dispatch: null }, dispatch(), true],
    ["somebody's hand, of pushes only", { push: null }, dispatch(), false],
    ["the time table's line", { schedule: [{ cron: "0 3 * * 1" }] }, schedule("0 3 * * 1"), true],
    ["another time", { schedule: [{ cron: "0 3 * * 1" }] }, schedule("0 3 * * 2"), false],
  ];
  for (const [what, on, happening, started] of cases) {
    it(`${what}: ${started ? "starts" : "does not start"} ${JSON.stringify(on)}`, () => {
      equal(starts(on, happening), started);
    });
  }

  it("does not guess what it does not know", () => {
    throws(() => starts({ push: { "paths-ignore": ["docs/**"] } }, pushTo("main")), /paths-ignore/);
    throws(() => starts({ release: null }, pushTo("main")), /release/);
  });
});

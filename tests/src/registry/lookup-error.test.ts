import assert from "node:assert/strict";
import { type LookupError, lookupProblem } from "../../../src/registry/lookup-error.js";

const host = "registry-1.docker.io";
const WHERE = "rust:1 (slipway:versions.shop.RUST_IMAGE)";

function told(error: LookupError): string[] {
  const { where, expected, found, fix } = lookupProblem(WHERE, error);
  assert.equal(where, WHERE);
  assert.equal(expected, `the digest of its tag, from ${host}`);
  return [found, fix];
}

const refused = (status: number, retryAfter?: string) => told({ kind: "refused", host, status, retryAfter });

describe("what a registry did not say", () => {
  it("is told with what came and what to do", () => {
    assert.deepEqual(told({ kind: "unknown", host, because: "no answer: connect ECONNREFUSED" }), [
      "no answer: connect ECONNREFUSED",
      "check the image's name and the network (HTTPS_PROXY is used if set), then run it again",
    ]);
    for (const status of [401, 403]) {
      assert.deepEqual(refused(status), [
        `${status}: not for visitors without an account, or not there`,
        "correct the name; an image that needs an account is left alone if it is named by digest without a tag",
      ]);
    }
    assert.deepEqual(refused(404), ["404: no such image or tag", "name a tag that exists"]);
    assert.deepEqual(refused(503), [
      "503",
      "run it again later; if that lasts, look at the registry's own page of its state",
    ]);
  });

  it("tells a limit's end where the registry did so in seconds", () => {
    const [found] = refused(429);
    assert.equal(found, "429: too many requests from this network");
    assert.equal(refused(429, "120")[1], "run it again in 120 s");
    for (const retryAfter of [undefined, "Wed, 21 Oct 2026 07:28:00 GMT"]) {
      assert.equal(
        refused(429, retryAfter)[1],
        "run it again later; a limit of Docker Hub's lasts for hours",
      );
    }
  });
});

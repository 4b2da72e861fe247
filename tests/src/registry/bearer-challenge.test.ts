import assert from "node:assert/strict";
import fc from "fast-check";
import { bearerChallenge } from "../../../src/registry/bearer-challenge.js";

describe("a challenge to fetch a token", () => {
  it("is read as Docker Hub, and as others write it", () => {
    const expected = {
      realm: "https://auth.docker.io/token",
      service: "registry.docker.io",
      scope: "repository:library/rust:pull,push",
    };
    for (const header of [
      'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:library/rust:pull,push"',
      'bearer scope="repository:library/rust:pull,push" , Service=registry.docker.io , realm="https://auth.docker.io/\\token"',
      'Basic realm="x", Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:library/rust:pull,push"',
    ]) {
      assert.deepEqual(bearerChallenge(header), expected, header);
    }
    assert.deepEqual(bearerChallenge('Bearer realm="https://a/t"'), {
      realm: "https://a/t",
      service: undefined,
      scope: undefined,
    });
  });

  it("is none where it asks for something else, or does not say where to go", () => {
    const others = ["", 'Basic realm="https://a/t"', 'Bearer service="a"', 'Bearer realm="/token"', "Bearer"];
    for (const header of others) {
      assert.equal(bearerChallenge(header), undefined, header);
    }
  });

  it("is read from whatever a registry sends", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        const read = bearerChallenge(`Bearer ${text}`);
        if (read !== undefined) assert.ok(URL.canParse(read.realm));
      }),
    );
  });
});

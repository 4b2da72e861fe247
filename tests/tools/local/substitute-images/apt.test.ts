import assert from "node:assert/strict";
import { findDebianMirror, sourcesList } from "../../../../tools/local/substitute-images/apt.js";

describe("findDebianMirror", () => {
  const deb822 = [
    "Types: deb",
    "# a comment",
    "URIs: http://mirror.test/debian http://second.test/debian",
    "Suites: bookworm bookworm-updates",
    "Components: main",
    "Signed-By: /keys/debian.gpg",
    "",
    "Types: deb",
    "URIs: http://mirror.test/security",
    "Suites: bookworm-security",
  ].join("\n");

  it("reads the newer form of sources", () => {
    assert.deepEqual(findDebianMirror([deb822], "bookworm"), {
      uri: "http://mirror.test/debian",
      signedBy: "/keys/debian.gpg",
    });
  });

  it("reads the older form, with options or without", () => {
    const lines =
      "# deb http://off.test bookworm main\ndeb [arch=amd64 signed-by=/k.gpg] http://old.test/debian bookworm main";
    assert.deepEqual(findDebianMirror([lines], "bookworm"), {
      uri: "http://old.test/debian",
      signedBy: "/k.gpg",
    });
    assert.deepEqual(findDebianMirror(["deb http://plain.test trixie main"], "trixie"), {
      uri: "http://plain.test",
      signedBy: undefined,
    });
  });

  it("takes neither security updates nor anybody else's packages", () => {
    assert.equal(findDebianMirror([deb822, "deb http://other.test stable main"], "trixie"), undefined);
    assert.equal(findDebianMirror([deb822], "bookworm-security")?.uri, "http://mirror.test/security");
  });

  it("writes a list for another release of the same mirror", () => {
    assert.equal(
      sourcesList({ uri: "http://m.test", signedBy: "/k.gpg" }, "trixie"),
      "deb [signed-by=/k.gpg] http://m.test trixie main\n",
    );
    assert.equal(
      sourcesList({ uri: "http://m.test", signedBy: undefined }, "trixie"),
      "deb http://m.test trixie main\n",
    );
  });
});

import assert from "node:assert/strict";
import { type Part, parts, releaseFile } from "../../../tools/local/parts.js";

const linux = { os: "linux", architecture: "amd64" } as const;

describe("parts", () => {
  it("names the file of a machine with its checksum", () => {
    assert.deepEqual(releaseFile(parts.actionlint, linux), {
      url: "https://github.com/rhysd/actionlint/releases/download/v1.7.12/actionlint_1.7.12_linux_amd64.tar.gz",
      sha256: "8aca8db96f1b94770f1b0d72b6dddcb1ebb8123cb3712530b08cc387b349a3d8",
    });
  });

  it("uses no file without a known checksum, and none of Pulumi, which has installers", () => {
    assert.equal(releaseFile(parts.buildkit, linux), undefined);
    assert.equal(releaseFile(parts.registry, { ...linux, os: "darwin" }), undefined);
    assert.equal(releaseFile(parts.pulumi, linux), undefined);
  });

  it("pins whole SHA-256 sums", () => {
    for (const { name, download } of Object.values<Part>(parts)) {
      for (const sum of download && "sha256" in download ? Object.values(download.sha256) : []) {
        assert.match(sum, /^[0-9a-f]{64}$/, name);
      }
    }
  });
});

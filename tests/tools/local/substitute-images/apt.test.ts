import assert from "node:assert/strict";
import { machineSources, sourcesList } from "../../../../tools/local/substitute-images/apt.js";

/** As `apt-get indextargets` tells of them; it leaves a field that is not set as it stands in the format. */
const TARGETS = `bookworm-security http://mirror.test/security/ $(SIGNED_BY)
bookworm http://mirror.test/debian/ /keys/debian.gpg
bookworm http://second.test/debian/ /keys/debian.gpg
trixie http://plain.test/ $(SIGNED_BY)
stable http://other.test/ $(SIGNED_BY)
`;

describe("apt's sources for a release", () => {
  for (const [codename, list] of [
    ["bookworm", "deb [signed-by=/keys/debian.gpg] http://mirror.test/debian/ sid main\n"],
    ["trixie", "deb http://plain.test/ sid main\n"],
    ["sid", undefined],
  ] as const) {
    it(`name the mirror of exactly the machine's release, ${codename}`, () => {
      assert.equal(sourcesList(TARGETS, codename, "sid"), list);
    });
  }

  it("are read from apt itself on a Debian machine", async () => {
    assert.match((await machineSources("sid")) ?? "deb  sid main", /^deb .* sid main/);
  });
});

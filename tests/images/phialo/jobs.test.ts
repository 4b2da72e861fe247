import assert from "node:assert/strict";
import { patience } from "../shared-docker.js";
import { checkout, ciBase, image, inImage, type CiBase } from "./ci-base.js";

describe("Phialo: jobs in the CI base image", function () {
  this.timeout(patience);
  let machine: CiBase;
  before(async () => {
    machine = await ciBase();
    await machine.docker.output(["docker", "volume", "create", "phialo-pnpm-store"]);
  });
  after(() => machine.docker.run(["docker", "volume", "rm", "--force", "phialo-pnpm-store"]));

  /** Runs a script as a job: in a checkout of its own, with the store on a volume. */
  const job = (script: string, ...options: string[]) =>
    inImage(
      machine,
      ["bash", "-c", `set -e; cp -r /checkout/. .; ${script}`],
      [
        ...["--volume", `${checkout}:/checkout:ro`, "--volume", "phialo-pnpm-store:/pnpm-store"],
        ...["--env", "FORCE_COLOR=0", ...options],
      ],
    );

  it("pnpm fills the store on a volume, which belongs to the job's user (P4, P12)", async () => {
    const { exitCode, all } = await job("pnpm fetch; find /pnpm-store ! -user 1001");
    assert.equal(exitCode, 0, all);
    assert.match(all, /reused 0, downloaded 5, added 5, done\s*$/);
  });

  describe("another job, with that store and without a network", () => {
    let all: string;
    let exitCode: number | undefined;
    before(async () => {
      const script =
        "pnpm install --offline --frozen-lockfile; pnpm run lint; pnpm run test; pnpm run build; ls dist; id -u";
      ({ exitCode, all } = await job(script, "--network", "none"));
    });

    it("installs, checks, tests and builds the project as user 1001 (P4, P12)", () => {
      assert.equal(exitCode, 0, all);
      assert.match(all, /reused 5, downloaded 0, added 5, done/);
      assert.match(all, /All matched files use Prettier code style!/);
      assert.match(all, /^# pass 3\n# fail 0$/m);
      assert.match(all, /\nindex\.html\nrings\.html\nstyle\.[0-9a-f]{16}\.css\n1001$/);
    });

    it("compiles its native module with the image's compiler and headers (P2)", () => {
      assert.match(all, /packages\/fingerprint install.* '-Dnode_root_dir=\/usr\/local'/);
      assert.match(
        all,
        /packages\/fingerprint install.* SOLINK_MODULE\(target\) Release\/obj\.target\/fingerprint\.node/,
      );
      assert.match(all, /^ok 1 - the native module gives the known values of FNV-1a$/m);
    });
  });

  it("runs as the owner of a checkout on a workstation, whoever that is, as the page says", async () => {
    const { docker } = machine;
    await docker.output([
      "sh",
      "-c",
      `cp -r ${checkout} desk && mkdir desk-store && chown -R 1234:1234 desk desk-store`,
    ]);
    const { exitCode, all } = await docker.run([
      ...(["docker", "run", "--rm", "--user", "1234:1234", "-e", "HOME=/tmp"] as const),
      ...["-v", "/home/dev/desk:/workspace", "-v", "/home/dev/desk-store:/pnpm-store", image],
      ...["bash", "-c", "pnpm install --frozen-lockfile && pnpm run test"],
    ]);
    assert.equal(exitCode, 0, all);
    assert.equal(
      await docker.output(["stat", "-c", "%u", "desk/node_modules", "desk-store/v3"]),
      "1234\n1234",
    );
  });
});

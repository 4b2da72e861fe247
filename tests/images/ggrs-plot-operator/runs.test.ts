import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { project } from "../../../tools/local/directories.js";
import { Container } from "../container.js";
import { steps } from "../build-log.js";
import { patience } from "../shared-docker.js";
import { hostAddress, type ThrowawayDocker } from "../throwaway-docker.js";
import { operator, operatorImage as image } from "./operator.js";
import { message, Tercen, text } from "./tercen.js";

const PASSWORD = "s3cret-of-ada";

describe("GGRS plot operator: the image runs", function () {
  this.timeout(patience);
  let docker: ThrowawayDocker;
  let checkout: string;
  before(async () => {
    ({ docker, checkout } = await operator());
  });

  const credentials = ["-e", "TERCEN_USERNAME=ada", "-e", `TERCEN_PASSWORD=${PASSWORD}`];
  const start = (endpoint: string, ...options: string[]) =>
    Container.start(docker, image, {
      options: ["-e", `TERCEN_ENDPOINT=${endpoint}`, ...credentials, ...options],
    });

  /** Waits until a container has printed something; what it had printed by then. */
  async function printed(container: Container, expected: RegExp): Promise<string> {
    for (let attempt = 0; attempt < 300; attempt++) {
      const logs = await container.logs();
      if (expected.test(logs)) return logs;
      await sleep(100);
    }
    assert.fail(`${String(expected)} was not printed:\n${await container.logs()}`);
  }

  describe("with a Tercen that answers", () => {
    let tercen: Tercen;
    let container: Container;
    let logs: string;
    before(async () => {
      tercen = await Tercen.start();
      container = await start(tercen.endpoint);
      logs = await printed(container, /laid out plot/);
    });
    after(async () => {
      await container.remove();
      tercen.stop();
    });

    it("is the real program: it logs in and lays out the plot that is asked for (G19)", () => {
      assert.deepEqual(tercen.received.LogIn, [Buffer.concat([text(1, "ada"), text(2, PASSWORD)])]);
      const panels = [message(3, [24, 50, 32, 50]), message(3, [8, 54, 24, 50, 32, 50])];
      assert.deepEqual(tercen.received.Draw, [Buffer.concat([text(1, "token"), text(2, "plot"), ...panels])]);
    });

    it("runs as user and group 1000, `operator`, and has no other groups (G16)", async () => {
      const { all } = await container.exec("id");
      assert.equal(all, "uid=1000(operator) gid=1000(operator) groups=1000(operator)");
    });

    it("may write to /app/logs and its own home, and nowhere else but where all may (G17)", async () => {
      const { stdout } = await container.exec(
        ...["find", "/", "-xdev", "-type", "d", "-writable", "-not", "-path", "/proc/*"],
        ...["-not", "-path", "/dev/*"],
      );
      const everyones = ["/run/lock", "/tmp", "/var/tmp"];
      assert.deepEqual(
        stdout
          .split("\n")
          .filter((folder) => !everyones.includes(folder))
          .sort(),
        ["/app/logs", "/home/operator"],
      );
    });

    it("logs to /app/logs what it prints, and never the password (G17)", async () => {
      const { all } = await container.exec("cat", "/app/logs/ggrs_plot_operator.log");
      assert.equal(all, logs.trimEnd());
      assert.doesNotMatch(all, new RegExp(PASSWORD));
    });

    it("has both jemallocs: the preloaded one is mapped, the linked one has its threads (G8, G10)", async () => {
      assert.match((await container.exec("cat", "/proc/1/maps")).all, /libjemalloc\.so\.2/);
      const { all } = await container.exec("bash", "-c", "cat /proc/1/task/*/comm");
      assert.match(all, /jemalloc_bg_thd/);
    });

    it("stops when told, with exit code 0: it is not killed", async () => {
      assert.equal(await container.stop(), 0);
      assert.match(await container.logs(), /SIGTERM: stopping/);
    });
  });

  it("says what is not set, and ends", async () => {
    const { exitCode, all } = await docker.run(["docker", "run", "--rm", "-e", "TERCEN_USERNAME=ada", image]);
    assert.deepEqual(
      [exitCode, all],
      [2, "TERCEN_PASSWORD is not set. Pass it: docker run -e TERCEN_PASSWORD=…"],
    );
  });

  it("says `connection refused to Tercen` where nobody listens, and tries again until told to stop (G41)", async () => {
    const container = await start("http://127.0.0.1:5400");
    try {
      const logs = await printed(container, /(ERROR[^]*){2}/);
      assert.match(
        logs,
        /ERROR connection refused to Tercen at http:\/\/127\.0\.0\.1:5400\/\. Check TERCEN_ENDPOINT and the network\n/,
      );
      assert.equal(await container.stop(), 0);
    } finally {
      await container.remove();
    }
  });

  it("runs with a read-only file system, no capability and limits, as docs/docker.md advises (G44)", async () => {
    const hardening = ["--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"];
    const limits = ["--memory", "512m", "--cpus", "1", "--pids-limit", "128"];
    const tercen = await Tercen.start();
    const container = await start(tercen.endpoint, ...hardening, ...limits, "--tmpfs", "/app/logs:uid=1000");
    try {
      await printed(container, /laid out plot/);
    } finally {
      await container.remove();
      tercen.stop();
    }
  });

  describe("`permission denied` (G41)", () => {
    const logsIn = async (folder: string, ...options: string[]) => {
      const container = await start(`http://${hostAddress}:1`, "-v", `${folder}:/app/logs`, ...options);
      try {
        return await printed(container, /ERROR/);
      } finally {
        await container.remove();
      }
    };

    it("is said, with its fix, where Docker made the mounted folder for root; the program goes on", async () => {
      assert.match(
        await logsIn(`${checkout}/made-by-docker`),
        /WARN permission denied: \/app\/logs\/ggrs_plot_operator\.log cannot be written, .*--user "\$\(id -u\):\$\(id -g\)"/,
      );
    });

    it("is fixed by giving the folder to user 1000, or by running as its owner", async () => {
      for (const [owner, ...options] of [["1000"], ["4321", "--user", "4321:4321"]] as const) {
        const folder = `${checkout}/logs-of-${owner}`;
        await mkdir(docker.path(folder));
        await docker.output(["chown", owner, folder]);
        assert.doesNotMatch(await logsIn(folder, ...options), /permission denied/);
        assert.match(
          await readFile(docker.path(join(folder, "ggrs_plot_operator.log")), "utf8"),
          /connection refused to Tercen/,
        );
      }
    });
  });

  describe("by the commands of docs/docker.md, as they are written (G38)", () => {
    let guide: string;
    before(async () => {
      const page = join(project, "systems/ggrs-plot-operator/files/docs/docker.md");
      guide = await readFile(page, "utf8");
    });

    /** The lines below a remark in a block of commands. */
    const commands = (remark: string) => {
      const [, block] = guide.split(`# ${remark}\n`);
      const lines = block?.split(/\n\n|\n```/)[0];
      return lines ?? assert.fail(`docs/docker.md has no "# ${remark}"`);
    };
    const bash = (script: string) => docker.run(["bash", "-c", script], { cwd: checkout });

    for (const remark of ["Standard build", "Build with cache from registry"]) {
      it(`builds, finding every step in the cache: ${remark}`, async () => {
        const script = commands(remark).replace("docker build", "docker build --progress plain");
        const { exitCode, all } = await bash(script);
        assert.equal(exitCode, 0, all);
        assert.deepEqual(steps(all).run, []);
      });
    }

    for (const remark of ["Basic run", "With volume mount (for logs)"]) {
      it(`runs: ${remark}`, async () => {
        // Ended as by Ctrl-C. The one change: nobody's real Tercen is asked.
        const script = commands(remark)
          .replace("docker run", "timeout --signal INT 5 docker run")
          .replace("https://tercen.com:5400", "https://127.0.0.1:5400");
        const { all } = await bash(script);
        assert.match(all, /ERROR connection refused to Tercen at https:\/\/127\.0\.0\.1:5400\//);
        assert.match(all, /SIGINT: stopping/);
      });
    }

    it("opens a shell (G18)", async () => {
      const script = commands("Interactive shell (for debugging)").replaceAll("\\\n", " ");
      const typed = 'echo "id -u; exit" | script -qec "$0" /dev/null';
      const { all } = await docker.run(["bash", "-c", typed, script]);
      assert.match(all, /^1000\r?$/m);
    });
  });
});

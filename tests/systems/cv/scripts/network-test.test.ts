import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { networkInterfaces } from "node:os";
import { createInterface } from "node:readline";
import { Checkout, usageOf, type Environment, type Outcome } from "./checkout.js";

const script = "network-test.sh";

/** How the server on this machine answers: a status and a body by path, or never. */
type Answers = Readonly<Record<string, readonly [status: number, body: string] | "never">>;

/** Knows the names that KNOWN_HOSTS lists, so that no name server is asked. */
const getent = `#!/usr/bin/env bash
[[ " $KNOWN_HOSTS " = *" $2 "* ]] && echo "127.0.0.1       $2"
`;

describe("CV: network-test.sh (C12)", () => {
  let checkout: Checkout;
  let server: Server;
  let answers: Answers;
  let address: string;
  /** One request after another, as they came. */
  let asked: string[];

  before(async () => {
    server = createServer((request, response) => {
      const path = request.url ?? "";
      asked.push(path);
      const answer = answers[path] ?? [404, ""];
      if (answer !== "never") response.writeHead(answer[0]).end(answer[1]);
    });
    await new Promise<void>((resolve) => server.listen(0, resolve));
    address = `http://localhost:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  beforeEach(() => {
    checkout = new Checkout();
    checkout.link("curl");
    checkout.install("getent", getent);
    checkout.write("resolv.conf", "nameserver 192.0.2.1\n");
    asked = [];
    answers = {
      "/": [200, ""],
      "/v2/": [401, ""],
      "/config.json": [200, JSON.stringify({ dl: `${address}/crates`, api: address })],
      "/crates/itoa/1.0.0/download": [200, "a crate"],
    };
  });

  /** Runs it against the server on this machine, and nothing else. */
  const run = (env: Environment = {}, args: readonly string[] = []) =>
    checkout.run(script, args, {
      NEEDED_HOSTS: "index.example",
      OTHER_HOSTS: "git.example",
      KNOWN_HOSTS: "index.example git.example",
      HTTP_URLS: address,
      DOCKER_REGISTRIES: address,
      CARGO_INDEX: address,
      PROBE_TIMEOUT: "1",
      RESOLV_CONF: `${checkout.folder}/resolv.conf`,
      DOCKER_ANSWERS: "version * -> 26.1.5\nnetwork inspect bridge * -> 172.17.0.0/16 ",
      ...env,
    });

  /** The lines of one part, without times, and without the words of curl, which change with its version. */
  function part({ stdout }: Outcome, title: string): string[] {
    const found = stdout.split("\n\n").find((text) => text.trimStart().startsWith(`${title}\n`));
    const lines = found?.trim().split("\n").slice(1) ?? [];
    return lines.map((line) => line.replace(/\d\.\d+ s\b/, "N s").replace(/(curl: \(\d+\)) .*/, "$1"));
  }

  it("all is well: each part says so, and it ends with 0", async () => {
    const outcome = await run();
    assert.equal(outcome.exitCode, 0, outcome.stdout);
    assert.deepEqual(
      outcome.stdout
        .split("\n")
        .filter((line) => line !== "" && !line.startsWith(" ") && !line.startsWith("[")),
      [
        "DNS resolution",
        "HTTP connectivity",
        "Docker registry",
        "Cargo registry",
        "Network latency",
        "IPv6",
        "Proxy",
        "Docker network",
        "Cargo configuration",
        outcome.stdout.split("\n").at(-1),
      ],
    );
    assert.deepEqual(part(outcome, "DNS resolution"), [
      "[ OK ] index.example is 127.0.0.1",
      "[ OK ] git.example is 127.0.0.1",
    ]);
    assert.deepEqual(part(outcome, "HTTP connectivity"), [`[ OK ] ${address} answers 200`]);
    assert.deepEqual(part(outcome, "Docker registry"), [`[ OK ] ${address} answers 401`]);
    assert.deepEqual(part(outcome, "Cargo registry"), [
      `[ OK ] ${address} answers`,
      `[ OK ] ${address}/crates/itoa/1.0.0/download is downloaded`,
    ]);
    assert.deepEqual(part(outcome, "Network latency"), [
      `[ OK ] ${address} answers in N s`,
      `[ OK ] ${address}/crates answers in N s`,
    ]);
    assert.deepEqual(part(outcome, "Proxy"), ["[ OK ] No proxy is set"]);
    assert.deepEqual(part(outcome, "Docker network"), [
      "[ OK ] The Docker daemon 26.1.5 answers",
      "[ OK ] Containers have the network bridge: 172.17.0.0/16",
      "[ OK ] Containers have DNS servers to ask",
    ]);
    assert.deepEqual(part(outcome, "Cargo configuration"), [
      "[ OK ] None: Cargo tries three times more, and waits 30 s",
    ]);
    assert.equal(outcome.stderr, "");
  });

  it("the defaults are what the Dockerfiles download from, and what the document names", () => {
    const settings: unknown = Object.fromEntries(
      [...checkout.read(`scripts/${script}`).matchAll(/^([A-Z_]+)=\$\{\1-(.*)\}$/gm)].map(
        ([, name, value]) => [name, value],
      ),
    );
    assert.deepEqual(settings, {
      NEEDED_HOSTS: "index.crates.io static.crates.io registry-1.docker.io auth.docker.io gcr.io",
      OTHER_HOSTS: "crates.io github.com api.github.com",
      HTTP_URLS: "https://crates.io https://github.com https://api.github.com",
      DOCKER_REGISTRIES: "https://registry-1.docker.io https://gcr.io",
      CARGO_INDEX: "https://index.crates.io",
      PROBE_TIMEOUT: "5",
      RESOLV_CONF: "/etc/resolv.conf",
    });
  });

  describe("what builds need and do not get: a fix, and it ends with 1", () => {
    async function fails(title: string, env: Environment, lines: readonly string[]): Promise<Outcome> {
      const outcome = await run(env);
      assert.deepEqual(part(outcome, title), lines);
      assert.equal(outcome.exitCode, 1);
      assert.deepEqual(outcome.stderr.split("\n"), [
        "[ERROR] Builds do not get what they need from the network.",
        "[INFO] What to do is under each [FAIL].",
      ]);
      return outcome;
    }
    const dnsFix = [
      "       Check the servers in /etc/resolv.conf, or put the name into /etc/hosts.",
      '       For Docker: "dns": ["1.1.1.1", "8.8.8.8", "9.9.9.9"] in /etc/docker/daemon.json.',
    ];
    const noCrates =
      "       Or vendor where there is a network (./scripts/optimize-build.sh vendor), and build with --offline.";

    it("C25: Could not resolve host: a name that is needed", () =>
      fails("DNS resolution", { KNOWN_HOSTS: "git.example" }, [
        "[FAIL] Could not resolve host: index.example",
        ...dnsFix,
        "[ OK ] git.example is 127.0.0.1",
      ]).then(({ stdout }) => {
        assert.match(stdout, /, 1 failed$/);
      }));

    it("C25: a Docker registry at which nothing listens", () =>
      fails("Docker registry", { DOCKER_REGISTRIES: "http://127.0.0.1:1" }, [
        "[FAIL] http://127.0.0.1:1: curl: (7)",
        "       Nothing answers there. A firewall? If there is a proxy, set HTTPS_PROXY and HTTP_PROXY.",
      ]));

    it("a Docker registry that refuses for too many requests", () => {
      answers = { ...answers, "/v2/": [429, ""] };
      return fails("Docker registry", {}, [
        `[FAIL] ${address} answers 429`,
        "       Too many requests: log in (docker login), or use a mirror.",
      ]);
    });

    it("a login page in place of a Docker registry", () => {
      answers = { ...answers, "/v2/": [403, ""] };
      return fails("Docker registry", {}, [
        `[FAIL] ${address} answers 403 instead of 200 or 401`,
        "       Is a proxy or a login page in between?",
        '       Use a mirror ("registry-mirrors" in /etc/docker/daemon.json), or base images that were pulled before.',
      ]);
    });

    it("C25: a cargo registry that never answers: no longer than PROBE_TIMEOUT", async () => {
      answers = { ...answers, "/config.json": "never" };
      const { stdout } = await fails("Cargo registry", {}, [
        `[FAIL] ${address}: curl: (28)`,
        "       No answer within 1 s. A firewall? If there is a proxy, set HTTPS_PROXY and HTTP_PROXY.",
        noCrates,
      ]);
      assert.match(stdout, /\[FAIL\]/);
    });

    it("a login page in place of the cargo registry", () => {
      answers = { ...answers, "/config.json": [200, "<html>"] };
      return fails("Cargo registry", {}, [
        `[FAIL] ${address}/config.json names no address for downloads`,
        "       Is a proxy or a login page in between?",
        noCrates,
      ]);
    });

    it("C25: an index that answers, and crates that are not to be had", () => {
      answers = { ...answers, "/crates/itoa/1.0.0/download": [503, ""] };
      return fails("Cargo registry", {}, [
        `[ OK ] ${address} answers`,
        `[FAIL] ${address}/crates/itoa/1.0.0/download: curl: (22)`,
        "       Set HTTPS_PROXY if there is a proxy, and look at its log.",
        noCrates,
      ]);
    });

    it("no docker", () => {
      checkout.uninstall("docker");
      return fails("Docker network", {}, [
        "[FAIL] Docker is not installed",
        "       See https://docs.docker.com/get-started/get-docker/",
      ]);
    });

    it("no daemon", () =>
      fails("Docker network", { DOCKER_REFUSES: "^version" }, [
        "[FAIL] The Docker daemon does not answer",
        "       Please start Docker.",
      ]));

    it("a daemon that hangs: no longer than PROBE_TIMEOUT", () =>
      fails("Docker network", { DOCKER_HANGS: "^version" }, [
        "[FAIL] The Docker daemon does not answer",
        "       Please start Docker.",
      ]));

    it("no bridge network", () =>
      fails("Docker network", { DOCKER_REFUSES: "^network" }, [
        "[ OK ] The Docker daemon 26.1.5 answers",
        "[FAIL] There is no network bridge, so a build downloads nothing",
        '       Take "bridge": "none" out of /etc/docker/daemon.json and restart Docker.',
        "[ OK ] Containers have DNS servers to ask",
      ]));
  });

  describe("what builds can do without: a warning, and it ends with 0", () => {
    async function warns(title: string, env: Environment, lines: readonly string[]): Promise<void> {
      const outcome = await run(env);
      assert.deepEqual(part(outcome, title), lines);
      assert.equal(outcome.exitCode, 0, outcome.stdout);
    }

    it("a name that no build asks for", async () => {
      const outcome = await run({ KNOWN_HOSTS: "index.example" });
      assert.equal(part(outcome, "DNS resolution")[1], "[WARN] Could not resolve host: git.example");
      assert.equal(outcome.exitCode, 0);
    });

    it("a web site that is down", () =>
      warns("HTTP connectivity", { HTTP_URLS: "http://127.0.0.1:1" }, [
        "[WARN] http://127.0.0.1:1: curl: (7)",
        "       Nothing answers there. A firewall? If there is a proxy, set HTTPS_PROXY and HTTP_PROXY.",
      ]));

    it("no IPv6", async () => {
      const outcome = await run({ CARGO_INDEX: address.replace("localhost", "127.0.0.1") });
      const [first = "", second] = part(outcome, "IPv6");
      assert.match(first, /^\[WARN\] http:\/\/127\.0\.0\.1:\d+ does not answer over IPv6: curl: \(\d+\)$/);
      assert.equal(second, "       Builds use IPv4. That the compose networks have IPv6 does no harm.");
      assert.equal(outcome.exitCode, 0);
    });

    it("IPv6, where this machine has it", async function () {
      const addresses = Object.values(networkInterfaces()).flatMap((one) => one ?? []);
      if (!addresses.some((one) => one.address === "::1")) this.skip();
      assert.deepEqual(part(await run(), "IPv6"), [`[ OK ] ${address} answers over IPv6`]);
    });

    it("a slow answer", async () => {
      checkout.install("curl", "#!/usr/bin/env bash\necho '200 2.5'\n");
      const outcome = await run();
      assert.deepEqual(part(outcome, "Network latency"), [
        `[WARN] ${address} answers in N s`,
        "       Builds are slow, and may time out: raise CARGO_HTTP_TIMEOUT (30 s), or use a mirror nearby.",
      ]);
    });

    it("no DNS server but this machine", async () => {
      checkout.write("resolv.conf", "# local\nnameserver 127.0.0.1\n");
      const lines = part(await run(), "Docker network");
      assert.equal(
        lines[2],
        "[WARN] The only DNS server is this machine (127.0.0.1), which containers do not reach: Docker asks 8.8.8.8",
      );
    });

    it("systemd's stub is no such server: Docker knows what is behind it", async () => {
      checkout.write("resolv.conf", "nameserver 127.0.0.53\n");
      assert.equal(part(await run(), "Docker network")[2], "[ OK ] Containers have DNS servers to ask");
    });
  });

  describe("proxy settings", () => {
    // The server plays the proxy, too: it answers to any address.
    const proxy = (env: Environment) =>
      run({ NO_PROXY: "localhost,127.0.0.1", no_proxy: "localhost", ...env });

    it("are shown without name and password; builds must be told of them", async () => {
      const outcome = await proxy({ HTTPS_PROXY: "http://me:hidden@proxy.example:3128" });
      assert.deepEqual(part(outcome, "Proxy"), [
        "[ OK ] HTTPS_PROXY is proxy.example:3128",
        `[WARN] Builds do not see the proxy: ${checkout.folder}/home/.docker/config.json has no "proxies"`,
        "       See https://docs.docker.com/engine/cli/proxy/",
      ]);
      assert.doesNotMatch(outcome.stdout, /hidden/);
    });

    it("are known to builds by Docker's configuration", async () => {
      checkout.write("home/.docker/config.json", '{"proxies": {"default": {}}}');
      assert.deepEqual(part(await proxy({ http_proxy: "http://proxy.example" }), "Proxy"), [
        "[ OK ] http_proxy is http://proxy.example",
      ]);
    });

    it("of this very machine are no use in a container", async () => {
      checkout.write("home/.docker/config.json", '{"proxies": {}}');
      assert.deepEqual(part(await proxy({ https_proxy: "http://localhost:3128" }), "Proxy"), [
        "[WARN] https_proxy is http://localhost:3128",
        "       In a build, that address is the container itself: say the address of this machine.",
      ]);
    });

    it("behind a proxy, names need not be known here", async () => {
      const outcome = await proxy({ HTTPS_PROXY: "http://proxy.example", KNOWN_HOSTS: "" });
      assert.equal(part(outcome, "DNS resolution")[0], "[WARN] index.example is not known here");
      assert.equal(outcome.exitCode, 0, outcome.stdout);
    });
  });

  describe("cargo's configuration", () => {
    const file = () => `${checkout.folder}/.cargo/config.toml`;

    it("C15 ⚠: the document's connect-timeout is no key of cargo's", async () => {
      checkout.write(".cargo/config.toml", "[net]\nretry = 3\nconnect-timeout = 30\n");
      assert.deepEqual(part(await run(), "Cargo configuration"), [
        `[WARN] ${file()}: connect-timeout is no key of Cargo's`,
        "       Cargo ignores it. Say instead: [http] timeout = 30",
      ]);
    });

    it("that keeps cargo offline is found", async () => {
      checkout.write(".cargo/config.toml", "[net]\n  offline = true\n");
      assert.deepEqual(part(await run(), "Cargo configuration"), [
        `[WARN] ${file()}: cargo is offline`,
        "       Take out offline = true, unless everything is vendored.",
      ]);
    });

    it("of the user and of the repository are both shown, with where crates come from", async () => {
      checkout.write("cargo home/config.toml", '[source.crates-io]\nreplace-with = "mirror"\n');
      checkout.write(".cargo/config.toml", "");
      assert.deepEqual(
        part(await run({ CARGO_HOME: `${checkout.folder}/cargo home` }), "Cargo configuration").slice(0, 2),
        [`[ OK ] ${checkout.folder}/cargo home/config.toml takes crates from "mirror"`, `[ OK ] ${file()}`],
      );
    });
  });

  describe("its command line", () => {
    it("-h and --help show what it tests", async () => {
      for (const option of ["-h", "--help"]) {
        const { exitCode, stdout } = await run({}, [option]);
        assert.equal(exitCode, 0);
        assert.equal(`${stdout}\n`, usageOf(script));
      }
    });

    it("takes nothing else: ends with 2, and asks nobody", async () => {
      const { exitCode, stderr } = await run({}, ["--verbose"]);
      assert.equal(exitCode, 2);
      assert.equal(stderr.split("\n")[0], "[ERROR] Unexpected argument '--verbose'");
      assert.deepEqual(asked, []);
    });

    it("needs curl", async () => {
      checkout.uninstall("curl");
      const { exitCode, stderr } = await run();
      assert.equal(exitCode, 1);
      assert.equal(stderr.split("\n")[0], "[ERROR] The network test needs curl, which is not installed");
    });

    it("interrupted: ends with 130", async () => {
      checkout.install("getent", "#!/usr/bin/env bash\nexec sleep 60\n");
      const command = checkout.start(script, [], { NEEDED_HOSTS: "index.example" });
      for await (const line of createInterface(command.stdout)) if (line === "DNS resolution") break;
      process.kill(-(command.pid ?? 0), "SIGINT");
      const { exitCode, stderr } = await command;
      assert.equal(exitCode, 130);
      assert.match(stderr, /^\[WARNING\] Interrupted: the test is not complete\.$/m);
    });
  });
});

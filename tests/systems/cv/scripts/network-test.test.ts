import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { networkInterfaces } from "node:os";
import path from "node:path";
import { delivered, run, testCases, testHelp, type World } from "./checkout.js";

const script = "network-test.sh";

/** How the server on this machine answers: a status and a body by path, or never. */
type Answers = Readonly<Record<string, readonly [status: number, body: string] | "never">>;

const usualAnswers = `*getent hosts * -> 127.0.0.1       a name
*docker version * -> 26.1.5
*docker network inspect bridge * -> 172.17.0.0/16 `;

/** What is shown where all is well, but for IPv6, which not every machine has. */
const well = [
  ...["DNS resolution", "[ OK ] index.example is 127.0.0.1", "[ OK ] git.example is 127.0.0.1"],
  ...["HTTP connectivity", "[ OK ] http://here answers 200"],
  ...["Docker registry", "[ OK ] http://here answers 401"],
  ...["Cargo registry", "[ OK ] http://here answers"],
  "[ OK ] http://here/crates/itoa/1.0.0/download is downloaded",
  ...["Network latency", "[ OK ] http://here answers in N s", "[ OK ] http://here/crates answers in N s"],
  ...["Proxy", "[ OK ] No proxy is set"],
  ...["Docker network", "[ OK ] The Docker daemon 26.1.5 answers"],
  "[ OK ] Containers have the network bridge: 172.17.0.0/16",
  "[ OK ] Containers have DNS servers to ask",
  ...["Cargo configuration", "[ OK ] None: Cargo tries three times more, and waits 30 s"],
];

describe("CV: network-test.sh (C12)", () => {
  let answers: Answers = {};
  const server = createServer(({ headers, url = "" }, response) => {
    const usual: Answers = {
      "/": [200, ""],
      "/v2/": [401, ""],
      "/config.json": [200, JSON.stringify({ dl: `http://${headers.host}/crates` })],
      "/crates/itoa/1.0.0/download": [200, "a crate"],
    };
    const answer = answers[url] ?? usual[url] ?? [404, ""];
    if (answer !== "never") response.writeHead(answer[0]).end(answer[1]);
  });
  before(() => once(server.listen(0), "listening"));
  after(() => {
    server.close().closeAllConnections();
  });

  /** Runs it against the server on this machine, `http://here`, and nothing else. */
  async function test({ env, files, programs = ["docker", "getent"] }: World = {}, host = "localhost") {
    const address = `http://${host}:${(server.address() as AddressInfo).port}`;
    const { status, stdout, stderr } = await run(script, {
      programs,
      files: { "resolv.conf": "nameserver 192.0.2.1\n", ...files },
      env: {
        ...{ NEEDED_HOSTS: "index.example", OTHER_HOSTS: "git.example", HTTP_URLS: address },
        ...{ DOCKER_REGISTRIES: address, CARGO_INDEX: address, PROBE_TIMEOUT: "1" },
        ...{ RESOLV_CONF: "/world/a checkout/resolv.conf", ANSWERS: usualAnswers },
        ...{ NO_PROXY: "localhost,127.0.0.1", no_proxy: "localhost" },
        ...env,
      },
    });
    const text = stdout
      .join("\n")
      .replaceAll(/http:\/\/(localhost|127\.0\.0\.1):\d{5}/g, "http://here")
      // The rest is of curl's version.
      .replaceAll(/(curl: \(\d+\)) .*/g, "$1")
      .replaceAll(/^ {7}/gm, "> ");
    const shown = text.split("\n").filter((line) => line !== "");
    const lines = shown.filter((line) => !line.includes("IPv6"));
    return { status, stderr, ipv6: shown.filter((line) => line.includes("IPv6")), total: lines.pop(), lines };
  }

  it("all is well: each part says so, and it ends with 0", async () => {
    const { total = "", ipv6, ...shown } = await test();
    assert.deepEqual(shown, { status: 0, stderr: [], lines: well });
    assert.match(total, /^1[34] passed, [01] warnings, 0 failed$/);
    const addresses = Object.values(networkInterfaces()).flatMap((one) => one ?? []);
    if (addresses.some((one) => one.address === "::1"))
      assert.deepEqual(ipv6, ["IPv6", "[ OK ] http://here answers over IPv6"]);
  });

  it("no IPv6: a warning, and it ends with 0", async () => {
    const { status, ipv6 } = await test({}, "127.0.0.1");
    assert.match(ipv6[1] ?? "", /^\[WARN\] http:\/\/here does not answer over IPv6: curl: \(\d+\)$/);
    assert.equal(ipv6[2], "> Builds use IPv4. That the compose networks have IPv6 does no harm.");
    assert.equal(status, 0);
  });

  it("the defaults are what the Dockerfiles download from, and what the document names", () => {
    const text = readFileSync(path.join(delivered, script), "utf8");
    assert.deepEqual(
      [...text.matchAll(/^([A-Z_]+)=\$\{\1-(.*)\}$/gm)].map(([, name, value]) => `${name}: ${value}`),
      [
        "NEEDED_HOSTS: index.crates.io static.crates.io registry-1.docker.io auth.docker.io gcr.io",
        "OTHER_HOSTS: crates.io github.com api.github.com",
        "HTTP_URLS: https://crates.io https://github.com https://api.github.com",
        "DOCKER_REGISTRIES: https://registry-1.docker.io https://gcr.io",
        "CARGO_INDEX: https://index.crates.io",
        "PROBE_TIMEOUT: 5",
        "RESOLV_CONF: /etc/resolv.conf",
      ],
    );
  });

  const dnsFix = [
    "> Check the servers in /etc/resolv.conf, or put the name into /etc/hosts.",
    '> For Docker: "dns": ["1.1.1.1", "8.8.8.8", "9.9.9.9"] in /etc/docker/daemon.json.',
  ];
  const nobody = "> Nothing answers there. A firewall? If there is a proxy, set HTTPS_PROXY and HTTP_PROXY.";
  const noCrates =
    "> Or vendor where there is a network (./scripts/optimize-build.sh vendor), and build with --offline.";
  const noDaemon = ["[FAIL] The Docker daemon does not answer", "> Please start Docker."];
  const slow =
    "> Builds are slow, and may time out: raise CARGO_HTTP_TIMEOUT (30 s), or use a mirror nearby.";
  const configured = { "home/.docker/config.json": '{"proxies": {"default": {}}}' };
  const cargo = "/world/a checkout/.cargo/config.toml";

  /** What a world shows that is not shown where all is well. */
  const cases: Readonly<Record<string, World & { answers?: Answers; shows: readonly string[] }>> = {
    "C25: Could not resolve host: a name that is needed": {
      env: { REFUSES: "hosts index.example" },
      shows: ["[FAIL] Could not resolve host: index.example", ...dnsFix],
    },
    "a name that no build asks for": {
      env: { REFUSES: "hosts git.example" },
      shows: ["[WARN] Could not resolve host: git.example", ...dnsFix],
    },
    "a web site that is down": {
      env: { HTTP_URLS: "http://127.0.0.1:1" },
      shows: ["[WARN] http://127.0.0.1:1: curl: (7)", nobody],
    },
    "C25: a Docker registry at which nothing listens": {
      env: { DOCKER_REGISTRIES: "http://127.0.0.1:1" },
      shows: ["[FAIL] http://127.0.0.1:1: curl: (7)", nobody],
    },
    "a Docker registry that refuses for too many requests": {
      answers: { "/v2/": [429, ""] },
      shows: [
        "[FAIL] http://here answers 429",
        "> Too many requests: log in (docker login), or use a mirror.",
      ],
    },
    "a login page in place of a Docker registry": {
      answers: { "/v2/": [403, ""] },
      shows: [
        "[FAIL] http://here answers 403 instead of 200 or 401",
        "> Is a proxy or a login page in between?",
        '> Use a mirror ("registry-mirrors" in /etc/docker/daemon.json), or base images that were pulled before.',
      ],
    },
    "C25: a cargo registry that never answers: no longer than PROBE_TIMEOUT": {
      answers: { "/config.json": "never" },
      shows: [
        "[FAIL] http://here: curl: (28)",
        "> No answer within 1 s. A firewall? If there is a proxy, set HTTPS_PROXY and HTTP_PROXY.",
        noCrates,
      ],
    },
    "a login page in place of the cargo registry": {
      answers: { "/config.json": [200, "<html>"] },
      shows: [
        "[FAIL] http://here/config.json names no address for downloads",
        "> Is a proxy or a login page in between?",
        noCrates,
      ],
    },
    "C25: an index that answers, and crates that are not to be had": {
      answers: { "/crates/itoa/1.0.0/download": [503, ""] },
      shows: [
        "[FAIL] http://here/crates/itoa/1.0.0/download: curl: (22)",
        "> Set HTTPS_PROXY if there is a proxy, and look at its log.",
        noCrates,
      ],
    },
    "a slow answer": {
      programs: ["curl", "docker", "getent"],
      env: {
        ANSWERS: `${usualAnswers}\ncurl *.json -> {"dl": "http://here/crates"}\ncurl *[!n] -> 200 2.5`,
      },
      shows: ["[WARN] http://here answers in N s", slow, "[WARN] http://here/crates answers in N s", slow],
    },
    "no docker": {
      programs: ["getent"],
      shows: ["[FAIL] Docker is not installed", "> See https://docs.docker.com/get-started/get-docker/"],
    },
    "no daemon": { env: { REFUSES: "docker version" }, shows: noDaemon },
    "a daemon that hangs: no longer than PROBE_TIMEOUT": {
      env: { HANGS: "docker version" },
      shows: noDaemon,
    },
    "no bridge network": {
      env: { REFUSES: "docker network" },
      shows: [
        "[FAIL] There is no network bridge, so a build downloads nothing",
        '> Take "bridge": "none" out of /etc/docker/daemon.json and restart Docker.',
      ],
    },
    "no DNS server but this machine": {
      files: { "resolv.conf": "# local\nnameserver 127.0.0.1\n" },
      shows: [
        "[WARN] The only DNS server is this machine (127.0.0.1), which containers do not reach: Docker asks 8.8.8.8",
        ...dnsFix,
      ],
    },
    "systemd's stub is no such server: Docker knows what is behind it": {
      files: { "resolv.conf": "nameserver 127.0.0.53\n" },
      shows: [],
    },
    "a proxy, without name and password; builds must be told of it": {
      env: { HTTPS_PROXY: "http://me:hidden@proxy.example:3128" },
      shows: [
        "[ OK ] HTTPS_PROXY is proxy.example:3128",
        '[WARN] Builds do not see the proxy: /world/a checkout/home/.docker/config.json has no "proxies"',
        "> See https://docs.docker.com/engine/cli/proxy/",
      ],
    },
    "a proxy of which builds know by Docker's configuration": {
      env: { http_proxy: "http://proxy.example" },
      files: configured,
      shows: ["[ OK ] http_proxy is http://proxy.example"],
    },
    "a proxy of this very machine, which is no use in a container": {
      env: { https_proxy: "http://localhost:3128" },
      files: configured,
      shows: [
        "[WARN] https_proxy is http://localhost:3128",
        "> In a build, that address is the container itself: say the address of this machine.",
      ],
    },
    "names that only the proxy need know": {
      env: { HTTPS_PROXY: "http://proxy.example", REFUSES: "getent", OTHER_HOSTS: "" },
      files: configured,
      shows: [
        "[WARN] index.example is not known here",
        "> The proxy may know it: see below whether it answers.",
        "[ OK ] HTTPS_PROXY is http://proxy.example",
      ],
    },
    "C15 ⚠: the document's connect-timeout is no key of cargo's": {
      files: { ".cargo/config.toml": "[net]\nretry = 3\nconnect-timeout = 30\n" },
      shows: [
        `[WARN] ${cargo}: connect-timeout is no key of Cargo's`,
        "> Cargo ignores it. Say instead: [http] timeout = 30",
      ],
    },
    "a configuration that keeps cargo offline": {
      files: { ".cargo/config.toml": "[net]\n  offline = true\n" },
      shows: [
        `[WARN] ${cargo}: cargo is offline`,
        "> Take out offline = true, unless everything is vendored.",
      ],
    },
    "cargo's configuration of the user and of the repository, with where crates come from": {
      env: { CARGO_HOME: "/world/a checkout/cargo home" },
      files: {
        "cargo home/config.toml": '[source.crates-io]\nreplace-with = "mirror"\n',
        ".cargo/config.toml": "",
      },
      shows: [
        '[ OK ] /world/a checkout/cargo home/config.toml takes crates from "mirror"',
        `[ OK ] ${cargo}`,
      ],
    },
  };
  for (const [title, { shows, answers: special = {}, ...world }] of Object.entries(cases)) {
    const failed = shows.some((line) => line.startsWith("[FAIL]"));
    it(`${title}: ends with ${Number(failed)}`, async () => {
      answers = special;
      const { status, stderr, lines, total } = await test(world);
      assert.deepEqual(
        lines.filter((line) => !well.includes(line)),
        shows,
      );
      const error = "[ERROR] Builds do not get what they need from the network.";
      assert.deepEqual(stderr, failed ? [error, "[INFO] What to do is under each [FAIL]."] : []);
      assert.deepEqual([status, total?.split(", ")[2]], failed ? [1, "1 failed"] : [0, "0 failed"]);
    });
  }

  describe("its command line", () => {
    testHelp(script, []);
    testCases(script, {
      "takes nothing else": {
        args: "--verbose",
        status: 2,
        stdout: [],
        stderr: ["[ERROR] Unexpected argument '--verbose'", "[INFO] All options: network-test.sh --help"],
      },
      "needs curl": {
        missing: "curl",
        error: ["The network test needs curl, which is not installed", "Install the package curl."],
      },
      "interrupted: ends with 130": {
        programs: ["getent"],
        env: { NEEDED_HOSTS: "index.example", HANGS: "getent", SIGNAL: "INT" },
        status: 130,
        stderr: ["[WARNING] Interrupted: the test is not complete."],
        calls: ["getent hosts index.example"],
      },
    });
  });
});

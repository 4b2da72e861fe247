import assert from "node:assert/strict";
import fc from "fast-check";
import { readConfiguration, type RawConfiguration } from "../../../src/configuration/read.js";
import { keys } from "../../../src/configuration/keys.js";
import { system } from "../plan/fixtures.js";

const catalogue = [system({ versions: { RUST: "rust:1.87" } }), system({ name: "blog" })];
const minimal: RawConfiguration = { "aws:region": "eu-west-1", "slipway:owner": "Acme" };

function problems(raw: RawConfiguration) {
  return readConfiguration({ ...minimal, ...raw }, catalogue).problems;
}

describe("readConfiguration", () => {
  it("needs an owner and a region, and has a default for all else", () => {
    assert.deepEqual(readConfiguration(minimal, catalogue), {
      problems: [],
      configuration: {
        owner: "Acme",
        systems: ["shop", "blog"],
        registry: { kind: "cloud", region: "eu-west-1" },
        checkouts: {},
        builder: "default",
        builders: {},
        bases: "build",
        retention: { days: 30, keepTags: ["latest"], keepReleases: 10 },
        tagMutability: "mutable",
        versions: {},
        release: undefined,
        buildCache: "off",
        pullAccounts: [],
        forceDelete: false,
        protect: false,
        ciAccess: { kind: "none" },
        registryScanning: "none",
        repositorySettings: { kind: "none" },
        delivery: "off",
        adopt: [],
      },
    });
  });

  it("takes what Pulumi hands over: text as it is, all else as JSON", () => {
    const { configuration, problems: none } = readConfiguration(
      {
        ...minimal,
        "slipway:systems": '["blog"]',
        "slipway:registry": '{"kind":"local","address":"localhost:5055"}',
        "slipway:checkouts": '{"blog":"../blog"}',
        "slipway:retention": '{"days":90}',
        "slipway:versions": '{"shop":{"RUST":"rust:1.90"}}',
        "slipway:release": "v1.2.3",
        "slipway:protect": "true",
        "slipway:pullAccounts": '["123456789012"]',
        "slipway:delivery": "pull-request",
        "slipway:adopt": '["shop/docker/Dockerfile"]',
      },
      catalogue,
    );
    assert.deepEqual(none, []);
    assert.deepEqual(configuration.systems, ["blog"]);
    assert.deepEqual(configuration.registry, { kind: "local", address: "localhost:5055" });
    assert.deepEqual(configuration.retention, { days: 90, keepTags: ["latest"], keepReleases: 10 });
    assert.deepEqual(configuration.versions, { shop: { RUST: "rust:1.90" } });
    assert.equal(configuration.release, "v1.2.3");
    assert.equal(configuration.protect, true);
    assert.deepEqual(configuration.pullAccounts, ["123456789012"]);
    assert.equal(configuration.delivery, "pull-request");
    assert.deepEqual(configuration.adopt, ["shop/docker/Dockerfile"]);
  });

  it("needs no region for a local registry", () => {
    const local = {
      "slipway:owner": "Acme",
      "slipway:registry": '{"kind":"local","address":"localhost:5055"}',
    };
    assert.deepEqual(readConfiguration(local, catalogue).problems, []);
  });

  const wrong: readonly (readonly [what: string, raw: RawConfiguration, where: string, found: string])[] = [
    ["an unknown key", { "slipway:bulder": "x" }, "slipway:bulder", "an unknown key"],
    ["a missing owner", { "slipway:owner": "" }, "slipway:owner", '""'],
    ["an illegal owner", { "slipway:owner": "acme inc" }, "slipway:owner", '"acme inc"'],
    ["a region that does not exist", { "aws:region": "eu-west-9" }, "aws:region", '"eu-west-9"'],
    ["a system that does not exist", { "slipway:systems": '["shpo"]' }, "slipway:systems", '"shpo"'],
    ["a list that is none", { "slipway:systems": "shop" }, "slipway:systems", '"shop"'],
    ["a retention of 0", { "slipway:retention": '{"days":0}' }, "slipway:retention.days", "0"],
    ["a retention of -1", { "slipway:retention": '{"days":-1}' }, "slipway:retention.days", "-1"],
    ["half a day", { "slipway:retention": '{"days":1.5}' }, "slipway:retention.days", "1.5"],
    ["days in words", { "slipway:retention": '{"days":"month"}' }, "slipway:retention.days", '"month"'],
    ["an unknown part", { "slipway:retention": '{"dayz":3}' }, "slipway:retention.dayz", '"dayz"'],
    [
      "a kept tag that is none",
      { "slipway:retention": '{"keepTags":["a b"]}' },
      "slipway:retention.keepTags.0",
      '"a b"',
    ],
    ["an unknown registry", { "slipway:registry": '{"kind":"quay"}' }, "slipway:registry.kind", '"quay"'],
    [
      "a local registry elsewhere",
      { "slipway:registry": '{"kind":"local","address":"evil.example:80"}' },
      "slipway:registry.address",
      '"evil.example:80"',
    ],
    [
      "a platform that is none",
      {
        "slipway:registry":
          '{"kind":"local","address":"localhost:1","platforms":["x86_64-unknown-linux-musl"]}',
      },
      "slipway:registry.platforms.0",
      '"x86_64-unknown-linux-musl"',
    ],
    [
      "no platform at all",
      { "slipway:registry": '{"kind":"local","address":"localhost:1","platforms":[]}' },
      "slipway:registry.platforms",
      "[]",
    ],
    ["a flag in words", { "slipway:protect": "maybe" }, "slipway:protect", '"maybe"'],
    ["a word outside the choice", { "slipway:tagMutability": "frozen" }, "slipway:tagMutability", '"frozen"'],
    ["an illegal release", { "slipway:release": "not a tag" }, "slipway:release", '"not a tag"'],
    ["an account id that is none", { "slipway:pullAccounts": '["12"]' }, "slipway:pullAccounts.0", '"12"'],
    ["a checkout of no system", { "slipway:checkouts": '{"x":"."}' }, "slipway:checkouts", '"x"'],
    ["an empty checkout", { "slipway:checkouts": '{"shop":""}' }, "slipway:checkouts.shop", '""'],
    [
      "a version of nothing",
      { "slipway:versions": '{"shop":{"RUSTC":"1"}}' },
      "slipway:versions.shop",
      '"RUSTC"',
    ],
    [
      "an unknown way with repositories",
      { "slipway:repositorySettings": '{"kind":"made"}' },
      "slipway:repositorySettings.kind",
      '"made"',
    ],
    [
      "settings of repositories that are left alone",
      { "slipway:repositorySettings": '{"kind":"none","reviews":1}' },
      "slipway:repositorySettings.reviews",
      '"reviews"',
    ],
    [
      "more reviews than GitHub knows",
      { "slipway:repositorySettings": '{"kind":"managed","reviews":11}' },
      "slipway:repositorySettings.reviews",
      "11",
    ],
    [
      "every action of everybody",
      { "slipway:repositorySettings": '{"kind":"managed","otherActions":{"shop":["*"]}}' },
      "slipway:repositorySettings.otherActions.shop.0",
      '"*"',
    ],
    [
      "every action of somebody",
      { "slipway:repositorySettings": '{"kind":"managed","otherActions":{"shop":["docker/*"]}}' },
      "slipway:repositorySettings.otherActions.shop.0",
      '"docker/*"',
    ],
    [
      "actions of a system that does not exist",
      { "slipway:repositorySettings": '{"kind":"managed","otherActions":{"x":[]}}' },
      "slipway:repositorySettings.otherActions",
      '"x"',
    ],
    [
      "a reviewer by name",
      { "slipway:repositorySettings": '{"kind":"managed","environments":{"live":{"users":["ada"]}}}' },
      "slipway:repositorySettings.environments.live.users.0",
      '"ada"',
    ],
    [
      "a wait of more than a month",
      { "slipway:repositorySettings": '{"kind":"managed","environments":{"live":{"waitMinutes":43201}}}' },
      "slipway:repositorySettings.environments.live.waitMinutes",
      "43201",
    ],
    ["an unknown access of CI", { "slipway:ciAccess": '{"kind":"key"}' }, "slipway:ciAccess.kind", '"key"'],
    ["an unknown scan", { "slipway:registryScanning": "deep" }, "slipway:registryScanning", '"deep"'],
    [
      "terms of access without a role",
      { "slipway:ciAccess": '{"kind":"none","sessionHours":1}' },
      "slipway:ciAccess.sessionHours",
      '"sessionHours"',
    ],
    [
      "a wildcard among pullers",
      { "slipway:ciAccess": '{"kind":"role","pullers":["*"]}' },
      "slipway:ciAccess.pullers.0",
      '"*"',
    ],
    [
      "a puller that is any role",
      { "slipway:ciAccess": '{"kind":"role","pullers":["arn:aws:iam::111122223333:role/*"]}' },
      "slipway:ciAccess.pullers.0",
      '"arn:aws:iam::111122223333:role/*"',
    ],
    [
      "a session of 13 hours",
      { "slipway:ciAccess": '{"kind":"role","sessionHours":13}' },
      "slipway:ciAccess.sessionHours",
      "13",
    ],
    [
      "half an identity",
      { "slipway:ciAccess": '{"kind":"role","githubIds":{"shop":{"owner":1}}}' },
      "slipway:ciAccess.githubIds.shop.repository",
      "nothing",
    ],
    [
      "ids of no system",
      { "slipway:ciAccess": '{"kind":"role","githubIds":{"x":{"owner":1,"repository":2}}}' },
      "slipway:ciAccess.githubIds",
      '"x"',
    ],
    [
      "a boundary that is no policy",
      { "slipway:ciAccess": '{"kind":"role","permissionsBoundary":"admin"}' },
      "slipway:ciAccess.permissionsBoundary",
      '"admin"',
    ],
    ["an unknown way to deliver", { "slipway:delivery": "push" }, "slipway:delivery", '"push"'],
    ["a file to adopt of no system", { "slipway:adopt": '["shopp/Dockerfile"]' }, "slipway:adopt", '"shopp"'],
    [
      "a file to adopt without its system",
      { "slipway:adopt": '["Dockerfile"]' },
      "slipway:adopt.0",
      '"Dockerfile"',
    ],
  ];
  for (const [what, raw, where, found] of wrong) {
    it(`reports ${what} with its key and a fix`, () => {
      const [problem, ...more] = problems(raw);
      assert.deepEqual(more, []);
      assert.deepEqual([problem?.where, problem?.found], [where, found]);
      assert.ok(problem?.fix && problem.expected);
      assert.ok(!problem.expected.includes("Invalid"), problem.expected);
    });
  }

  it("reports a registry without an address", () => {
    assert.deepEqual(
      problems({ "slipway:registry": '{"kind":"local"}' }).map(({ where }) => where),
      ["slipway:registry.address"],
    );
  });

  it("reports all problems at once", () => {
    const all = problems({
      "slipway:owner": "",
      "slipway:bulder": "x",
      "slipway:retention": '{"days":0,"keepReleases":-1}',
      "aws:region": "nowhere",
    });
    assert.deepEqual(
      all.map(({ where }) => where),
      [
        "slipway:bulder",
        "slipway:owner",
        "aws:region",
        "slipway:retention.days",
        "slipway:retention.keepReleases",
      ],
    );
  });

  it("asks for the address of a local registry, and then for no region", () => {
    const found = problems({ "aws:region": "nowhere", "slipway:registry": '{"kind":"local"}' });
    assert.deepEqual(
      found.map(({ where, fix }) => [where, fix]),
      [["slipway:registry.address", "add address below registry"]],
    );
  });

  it("says how to read an id, where a name stands for it", () => {
    const environments = { live: { users: ["ada"], teams: [0] } };
    const githubIds = { shop: { owner: "acme", repository: 2 } };
    const found = problems({
      "slipway:repositorySettings": JSON.stringify({ kind: "managed", environments }),
      "slipway:ciAccess": JSON.stringify({ kind: "role", githubIds }),
    });
    const expected = "an id, which is a whole number";
    const ofPeople = "`gh api users/NAME --jq .id` and `gh api orgs/ORG/teams/TEAM --jq .id` print the ids";
    assert.deepEqual(found, [
      {
        where: "slipway:ciAccess.githubIds.shop.owner",
        expected,
        found: '"acme"',
        fix: "`gh api repos/OWNER/NAME --jq '{owner: .owner.id, repository: .id}'` prints them",
      },
      {
        where: "slipway:repositorySettings.environments.live.users.0",
        expected,
        found: '"ada"',
        fix: ofPeople,
      },
      { where: "slipway:repositorySettings.environments.live.teams.0", expected, found: "0", fix: ofPeople },
    ]);
  });

  it("suggests what was meant", () => {
    assert.match(problems({ "slipway:bulder": "x" })[0]?.fix ?? "", /perhaps you meant slipway:builder/);
    assert.match(problems({ "slipway:systems": '["shpo"]' })[0]?.fix ?? "", /perhaps you meant shop/);
    assert.match(
      problems({ "slipway:builders": '{"shop/ap":"x"}' })[0]?.fix ?? "",
      /perhaps you meant shop\/app/,
    );
    assert.match(problems({ "aws:region": "eu-west-9" })[0]?.fix ?? "", /aws:region eu-west-1/);
  });

  it("never throws, whatever it is given (property)", () => {
    const raw = fc.dictionary(
      fc.oneof(
        fc.string(),
        fc.constantFrom(...Object.keys(keys).map((name) => `slipway:${name}`), "aws:region"),
      ),
      fc.oneof(fc.string(), fc.json()),
    );
    fc.assert(
      fc.property(raw, (configuration) => {
        const { problems } = readConfiguration(configuration, catalogue);
        for (const { where, expected, found, fix } of problems) {
          assert.ok(where && expected && found && fix);
        }
      }),
    );
  });
});

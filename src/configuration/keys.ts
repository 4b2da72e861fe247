import * as v from "valibot";
import { isOwner, isTag } from "../catalogue/names.js";
import { key, systemNames } from "./key.js";
import { ciAccessKey } from "./keys/ci-access.js";
import { registryKey } from "./keys/registry-choice.js";
import { repositorySettingsKey } from "./keys/repository-settings-choice.js";
import { choice, expects, flag, list, map, text, wholeFromOne } from "./schemas.js";

const accountId = v.pipe(
  v.string(expects("an account id in quotes", "put the 12 digits in quotes")),
  v.regex(/^\d{12}$/, expects("12 digits", "copy the account id from the AWS console")),
);

const gitTag = v.pipe(
  v.string(expects("a git tag, such as v1.2.3", "write it in quotes")),
  v.regex(
    /^[^\s~^:?*[\\]*$/,
    expects("a git tag, such as v1.2.3", "write only its name, without spaces or wildcards"),
  ),
);

const builderName = text("the name of a buildx builder", "copy it from `docker buildx ls`");

const systemFile = v.pipe(
  v.string(expects("system/path", "name the file as the error does")),
  v.regex(/^[^/]+\/.+/, expects("system/path, such as cv/Dockerfile", "name the file as the error does")),
);

const keptTag = v.pipe(
  v.string(expects("a tag", "write it in quotes")),
  v.check(
    isTag,
    expects("up to 128 letters, digits, _ . and -, not starting with . or -", "write a legal tag"),
  ),
);

const retention = v.strictObject(
  {
    days: v.optional(wholeFromOne("days"), 30),
    keepTags: v.optional(list(keptTag, "tags"), ["latest"]),
    keepReleases: v.optional(wholeFromOne("releases"), 10),
  },
  expects("only days, keepTags and keepReleases", "write them below retention, indented"),
);

/**
 * Every key of the program, by its name without `slipway:`. Unknown keys are refused.
 *
 * Adding a key takes two edits: its definition here, and the place that uses it. Types, errors, Pulumi.yaml and
 * docs/configuration.md follow from the definition (`npm run generate`).
 */
export const keys = {
  owner: key({
    description:
      "GitHub user or organisation that owns the systems' repositories, as GitHub spells it. Required.",
    default: "",
    schema: v.pipe(
      v.string(),
      v.check(
        isOwner,
        expects(
          "a GitHub user or organisation: 1 to 39 letters, digits and single inner hyphens",
          "`pulumi config set slipway:owner NAME`, as in the repository's URL",
        ),
      ),
    ),
  }),
  systems: key(
    {
      description: "The systems of the catalogue that this stack owns. Empty: all.",
      default: [],
      schema: list(v.string(expects("a system's name", "copy it from systems/index.ts")), "system names"),
      names: (chosen, catalogue) => [systemNames(chosen, catalogue)],
    },
    (chosen, { catalogue }) => {
      const names = catalogue.map(({ name }) => name);
      const known = chosen.filter((name) => names.includes(name));
      return known.length === 0 ? names : known;
    },
  ),
  registry: registryKey,
  checkouts: key({
    description:
      "System → folder of its sources, relative to this project. Only CI builds a system without one.",
    default: {},
    schema: map(text("a folder", "name the folder of the system's sources"), "system to folder"),
    names: (checkouts, catalogue) => [systemNames(Object.keys(checkouts), catalogue)],
  }),
  builder: key({
    description:
      "Name of the buildx builder: docker-container, kubernetes, remote or cloud. `default` is Docker's own engine.",
    default: "default",
    schema: builderName,
  }),
  builders: key({
    description: "Image (`system/image`) → name of a buildx builder to use instead of slipway:builder.",
    default: {},
    schema: map(builderName, "system/image to builder"),
    names: (builders, catalogue) => [
      {
        given: Object.keys(builders),
        known: catalogue.flatMap(({ name, images }) => images.map(({ id }) => `${name}/${id}`)),
      },
    ],
  }),
  bases: key({
    description:
      "`build`: the stack builds base images. `existing`: it uses those on this machine, and fails if one is missing.",
    default: "build",
    schema: choice("build", "existing"),
  }),
  retention: key({
    description: "How long ECR keeps images. On GHCR, `slipway prune` uses `days` only.",
    fields: {
      days: "days after the push until an image expires",
      keepTags: "tags whose images never expire; `[]` lets even the live image expire",
      keepReleases: "number of newest releases that never expire",
    },
    default: v.parse(retention, {}),
    schema: retention,
  }),
  tagMutability: key({
    description:
      "`immutable`: ECR refuses to overwrite a tag, except moving ones such as latest. `mutable`: it allows that.",
    default: "mutable",
    schema: choice("mutable", "immutable"),
  }),
  versions: key({
    description:
      "System → build argument → image or version that replaces the catalogue's default. Pins toolchains and base images; `slipway digests` writes the images' digests.",
    default: {},
    schema: map(
      map(text("an image or a version", "name one, or remove the key"), "build argument to value"),
      "system to versions",
    ),
    names: (versions, catalogue) => [
      systemNames(Object.keys(versions), catalogue),
      ...catalogue.map((system) => ({
        at: `.${system.name}`,
        given: Object.keys(versions[system.name] ?? {}),
        known: Object.keys(system.versions),
      })),
    ],
  }),
  release: key(
    {
      description:
        "Git tag of a release to publish, such as `v1.2.3`. Images with release tags get those that CI would give them, beside their fixed tags. Empty: none.",
      default: "",
      schema: gitTag,
    },
    (tag) => (tag === "" ? undefined : tag),
  ),
  buildCache: key({
    description:
      "`registry`: BuildKit's cache is kept beside each image under the tag buildcache. `off`: no cache is kept.",
    default: "off",
    schema: choice("off", "registry"),
  }),
  pullAccounts: key({
    description: "Other AWS accounts that may pull from the stack's ECR repositories.",
    default: [],
    schema: list(accountId, "account ids"),
  }),
  ciAccess: ciAccessKey,
  registryScanning: key({
    description:
      "How ECR scans all repositories of the account and region, including those of others: `basic` on push, `enhanced` (Amazon Inspector, paid) continuously. `none`: unchanged; the stack's own repositories are scanned on push anyway. One stack per account and region.",
    default: "none",
    schema: choice("none", "basic", "enhanced"),
  }),
  repositorySettings: repositorySettingsKey,
  forceDelete: key({
    description:
      "Allows `pulumi destroy` to delete ECR repositories together with their images. Run `up` once after setting it.",
    default: false,
    schema: flag,
  }),
  protect: key({
    description:
      "Pulumi refuses to delete the ECR repositories and to destroy the stack. Set it to false and run `up` before a destroy.",
    default: false,
    schema: flag,
  }),
  delivery: key({
    description:
      "How files reach a system's own repository: `pull-request` opens one pull request per repository (docs/delivery.md), `off` leaves it to `slipway render`. One stack per repository.",
    default: "off",
    schema: choice("off", "pull-request"),
  }),
  replaceFiles: key({
    description:
      "Files (`system/path`) of a person in a system's repository that a delivery may replace. Any other is refused, never overwritten.",
    default: [],
    schema: list(systemFile, "files, each as system/path"),
    names: (files, catalogue) => [
      systemNames(
        files.map((file) => file.slice(0, file.indexOf("/"))),
        catalogue,
      ),
    ],
  }),
};

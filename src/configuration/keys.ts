import * as v from "valibot";
import { isOwner } from "../catalogue/names.js";
import { key, systemNames } from "./key.js";
import { ciAccess } from "./keys/ci-access.js";
import { registry } from "./keys/registry.js";
import { repositorySettings } from "./keys/repository-settings.js";
import { retention } from "./keys/retention.js";
import { choice, expects, flag, list, map, text } from "./schemas.js";

const accountId = v.pipe(
  v.string(expects("an account id in quotes", "put the 12 digits in quotes")),
  v.regex(/^\d{12}$/, expects("12 digits", "copy the account id from the AWS console")),
);

const gitTag = v.pipe(
  v.string(expects("a git tag, such as v1.2.3", "write it in quotes")),
  v.regex(
    /^[^\s~^:?*[\\]*$/,
    expects("a git tag, such as v1.2.3", "write its name alone, without spaces or wildcards"),
  ),
);

const builderName = text("the name of a buildx builder", "copy it from `docker buildx ls`");

const systemFile = v.pipe(
  v.string(expects("system/path", "name the file as the error does")),
  v.regex(/^[^/]+\/.+/, expects("system/path, such as cv/Dockerfile", "name the file as the error does")),
);

/**
 * Every key of the program, by its name without `slipway:`. Unknown ones are refused.
 *
 * Adding a key takes two edits: its definition here, and the place that uses it. Types, errors, Pulumi.yaml and
 * docs/configuration.md follow from the definition (`npm run generate`).
 */
export const keys = {
  owner: key({
    description:
      "GitHub user or organisation that owns the systems' repositories, as GitHub spells it. Every stack has to set it.",
    default: "",
    schema: v.pipe(
      v.string(),
      v.check(
        isOwner,
        expects(
          "a GitHub user or organisation: 1 to 39 letters, digits and single inner hyphens",
          "`pulumi config set slipway:owner NAME`, as it stands in the repository's address",
        ),
      ),
    ),
  }),
  systems: key(
    {
      description: "Which systems of the catalogue this stack owns. An empty list stands for all.",
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
  registry,
  checkouts: key({
    description:
      "System → folder of its sources, relative to this project. A system without one is built by its CI only.",
    default: {},
    schema: map(text("a folder", "name the folder of the system's sources"), "system to folder"),
    names: (checkouts, catalogue) => [systemNames(Object.keys(checkouts), catalogue)],
  }),
  builder: key({
    description:
      "buildx builder that builds the images, by name: docker-container, kubernetes, remote or cloud. `default` is Docker's own engine.",
    default: "default",
    schema: builderName,
  }),
  builders: key({
    description:
      "Image (`system/image`) → buildx builder, where one image is to be built elsewhere than by slipway:builder. One `up` may use many builders.",
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
      "`build`: base images are part of the stack. `existing`: they are taken as they are on this machine, and their absence is an error.",
    default: "build",
    schema: choice("build", "existing"),
  }),
  retention,
  tagMutability: key({
    description:
      "`mutable`, or `immutable`: then ECR refuses to overwrite a tag, except those that exist to be moved, such as latest.",
    default: "mutable",
    schema: choice("mutable", "immutable"),
  }),
  versions: key({
    description:
      "System → build argument → image or version, in place of the default in the catalogue. Here toolchains and base images are pinned; `slipway digests` writes the digests of images.",
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
        "Git tag of the release to publish beside the fixed tags, such as `v1.2.3`. Images that take releases get the tags that CI would give them. Empty: none.",
      default: "",
      schema: gitTag,
    },
    (tag) => (tag === "" ? undefined : tag),
  ),
  buildCache: key({
    description:
      "`registry` keeps BuildKit's cache beside each image under the tag buildcache; `off` keeps none.",
    default: "off",
    schema: choice("off", "registry"),
  }),
  pullAccounts: key({
    description: "AWS accounts, besides the stack's own, that may pull from its ECR repositories.",
    default: [],
    schema: list(accountId, "account ids"),
  }),
  ciAccess,
  registryScanning: key({
    description:
      "How ECR scans all repositories of the account and region, those of others too: `basic` on push, `enhanced` (Amazon Inspector, paid for) on push and ever after. `none` leaves that as it is; the stack's own repositories are scanned on push anyway. One stack an account and region.",
    default: "none",
    schema: choice("none", "basic", "enhanced"),
  }),
  repositorySettings,
  forceDelete: key({
    description:
      "Lets `pulumi destroy` delete ECR repositories that still hold images, and the images with them. Run `up` once after setting it.",
    default: false,
    schema: flag,
  }),
  protect: key({
    description:
      "Makes Pulumi refuse to delete the ECR repositories, and to destroy the stack at all. Set it to false and run `up` before a destroy.",
    default: false,
    schema: flag,
  }),
  delivery: key({
    description:
      "How delivered files reach a system's own repository: `pull-request` keeps one pull request open for what its default branch has not, as docs/delivery.md tells; `off` leaves it to `slipway render`. One stack a repository.",
    default: "off",
    schema: choice("off", "pull-request"),
  }),
  replaceFiles: key({
    description:
      "Files (`system/path`) that a person made in a system's repository and that a pull request may replace. Any other such file is refused, never overwritten.",
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

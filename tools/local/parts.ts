/** A program this project needs and how to come by it: on PATH, as the official download, or built with Go. */
export interface Part {
  readonly name:
    "pulumi" | "docker-build" | "github" | "buildkit" | "registry" | "buildx" | "actionlint" | "act";
  /** The version that is downloaded or built, without a leading v. */
  readonly version: string;
  /** Executables that make up the part. */
  readonly programs: readonly string[];
  /** Programs on PATH that serve as well; undefined where PATH is not asked. */
  readonly onPath: OnPath | undefined;
  /** Official archive, unpacked as it is; undefined where there is none for the machine. */
  readonly download: (target: Target) => Download | undefined;
  readonly builds: readonly GoBuild[];
  /** Seconds that building takes on two cores, with nothing in Go's caches. */
  readonly buildSeconds: number;
}

/** What to look for on PATH. Every row of `commands` is tried in turn, and has to be complete. */
export interface OnPath {
  readonly commands: readonly (readonly string[])[];
  /** Arguments that make the first command print its version. */
  readonly versionArguments: readonly string[];
  /** Oldest version that will do. */
  readonly atLeast: string;
}

/** An operating system and processor, in Go's words. */
export interface Target {
  readonly os: "linux" | "darwin";
  readonly architecture: "amd64" | "arm64";
}

/** An archive and the folder inside it that holds the programs ("." for the top). */
export interface Download {
  readonly url: string;
  readonly folder: string;
}

/** One `go build` in a module below tools/local/modules. */
export interface GoBuild {
  readonly module: string;
  /** Program → package. */
  readonly packages: Readonly<Record<string, string>>;
  /** Go variables that hold the program's version → value. */
  readonly variables: Readonly<Record<string, string>>;
}

const versions = {
  pulumi: "3.256.0",
  dockerBuild: "0.0.22",
  github: "6.15.0",
  buildkit: "0.31.0",
  buildx: "0.35.0",
  registry: "3.0.0",
  actionlint: "1.7.12",
  act: "0.2.80",
} as const;

/** Every part, by name: the one place where versions and sources of programs stand. */
export const parts: Readonly<Record<Part["name"], Part>> = {
  pulumi: {
    name: "pulumi",
    version: versions.pulumi,
    programs: ["pulumi", "pulumi-language-nodejs"],
    onPath: {
      commands: [["pulumi", "pulumi-language-nodejs"]],
      versionArguments: ["version"],
      atLeast: "3.200.0",
    },
    download: ({ os, architecture }) => ({
      url: `https://get.pulumi.com/releases/sdk/pulumi-v${versions.pulumi}-${os}-${architecture === "amd64" ? "x64" : architecture}.tar.gz`,
      folder: "pulumi",
    }),
    builds: [
      {
        module: "pulumi",
        packages: { pulumi: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi" },
        variables: { "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": versions.pulumi },
      },
      {
        // Later versions moved into a module that is not served everywhere; this one serves the newer engine.
        module: "pulumi-language-nodejs",
        packages: {
          "pulumi-language-nodejs": "./launcher",
          "pulumi-language-nodejs-host": "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
        },
        variables: {},
      },
    ],
    buildSeconds: 240,
  },
  "docker-build": {
    name: "docker-build",
    version: versions.dockerBuild,
    programs: ["pulumi-resource-docker-build"],
    // A provider on PATH would be used with a warning; Pulumi's own plugin folder is the place for it.
    onPath: undefined,
    download: ({ os, architecture }) => ({
      url: `https://get.pulumi.com/releases/plugins/pulumi-resource-docker-build-v${versions.dockerBuild}-${os}-${architecture}.tar.gz`,
      folder: ".",
    }),
    builds: [
      {
        module: "pulumi-docker-build",
        packages: {
          "pulumi-resource-docker-build":
            "github.com/pulumi/pulumi-docker-build/provider/cmd/pulumi-resource-docker-build",
        },
        variables: { "github.com/pulumi/pulumi-docker-build/provider.Version": versions.dockerBuild },
      },
    ],
    buildSeconds: 120,
  },
  github: {
    name: "github",
    version: versions.github,
    programs: ["pulumi-resource-github"],
    onPath: undefined,
    download: ({ os, architecture }) => ({
      url: `https://get.pulumi.com/releases/plugins/pulumi-resource-github-v${versions.github}-${os}-${architecture}.tar.gz`,
      folder: ".",
    }),
    builds: [
      {
        module: "pulumi-github",
        packages: { "pulumi-resource-github": "." },
        variables: { "main.version": versions.github },
      },
    ],
    buildSeconds: 90,
  },
  buildkit: {
    name: "buildkit",
    version: versions.buildkit,
    programs: ["buildkitd"],
    onPath: { commands: [["buildkitd"]], versionArguments: ["--version"], atLeast: "0.13.0" },
    download: ({ os, architecture }) =>
      os === "linux"
        ? {
            url: `https://github.com/moby/buildkit/releases/download/v${versions.buildkit}/buildkit-v${versions.buildkit}.linux-${architecture}.tar.gz`,
            folder: "bin",
          }
        : undefined,
    builds: [
      {
        module: "buildkit",
        packages: { buildkitd: "github.com/moby/buildkit/cmd/buildkitd" },
        // Without it the daemon says v0.0.0, and the docker-build provider refuses it as too old.
        variables: { "github.com/moby/buildkit/version.Version": `v${versions.buildkit}` },
      },
    ],
    buildSeconds: 60,
  },
  registry: {
    name: "registry",
    version: versions.registry,
    programs: ["registry"],
    onPath: {
      commands: [["docker-registry"], ["registry"]],
      versionArguments: ["--version"],
      atLeast: "2.8.0",
    },
    download: ({ os, architecture }) =>
      os === "linux"
        ? {
            url: `https://github.com/distribution/distribution/releases/download/v${versions.registry}/registry_${versions.registry}_linux_${architecture}.tar.gz`,
            folder: ".",
          }
        : undefined,
    builds: [
      {
        module: "registry",
        packages: { registry: "github.com/distribution/distribution/v3/cmd/registry" },
        variables: { "github.com/distribution/distribution/v3/version.version": `v${versions.registry}` },
      },
    ],
    buildSeconds: 60,
  },
  buildx: {
    name: "buildx",
    version: versions.buildx,
    programs: ["docker-buildx"],
    onPath: undefined,
    // The official file is a bare program, not an archive.
    download: () => undefined,
    builds: [
      {
        module: "buildx",
        packages: { "docker-buildx": "github.com/docker/buildx/cmd/buildx" },
        variables: { "github.com/docker/buildx/version.Version": `v${versions.buildx}` },
      },
    ],
    buildSeconds: 60,
  },
  actionlint: {
    name: "actionlint",
    version: versions.actionlint,
    programs: ["actionlint"],
    // Another version finds other things, and a check must find the same everywhere.
    onPath: undefined,
    download: ({ os, architecture }) => ({
      url: `https://github.com/rhysd/actionlint/releases/download/v${versions.actionlint}/actionlint_${versions.actionlint}_${os}_${architecture}.tar.gz`,
      folder: ".",
    }),
    builds: [
      {
        module: "actionlint",
        packages: { actionlint: "github.com/rhysd/actionlint/cmd/actionlint" },
        variables: { "github.com/rhysd/actionlint.version": versions.actionlint },
      },
    ],
    buildSeconds: 20,
  },
  act: {
    name: "act",
    version: versions.act,
    programs: ["act"],
    onPath: undefined,
    download: ({ os, architecture }) => ({
      url: `https://github.com/nektos/act/releases/download/v${versions.act}/act_${os === "linux" ? "Linux" : "Darwin"}_${architecture === "amd64" ? "x86_64" : architecture}.tar.gz`,
      folder: ".",
    }),
    builds: [
      {
        module: "act",
        packages: { act: "github.com/nektos/act" },
        variables: { "main.version": versions.act },
      },
    ],
    buildSeconds: 60,
  },
};

/** A file of a project's release. */
export interface ReleaseFile {
  readonly url: string;
  /** Its SHA-256, in hexadecimal digits. */
  readonly sha256: string;
}

/** A program this project needs and how to get it: on PATH, downloaded, from a Debian package, or built with Go. */
export interface Part {
  readonly name: string;
  /** The version that is downloaded or built, without a leading v. */
  readonly version: string;
  /** Executables that make up the part. */
  readonly programs: readonly string[];
  /** Programs on PATH that serve as well. Default: PATH is not asked. */
  readonly onPath?: OnPath;
  /** Default: no file is offered, or none with a known checksum. */
  readonly download?: Download;
  /** Debian package that has the first program in /usr/bin, under that name: unpacked, not installed. */
  readonly debianPackage?: { readonly name: string; readonly program: string };
  readonly builds: readonly GoBuild[];
  /** Seconds that building takes on two cores, with nothing in Go's caches. Default: 60. */
  readonly buildSeconds?: number;
}

/** A part that is ready to run. */
export interface Obtained {
  readonly how: "found on PATH" | "in the cache" | "downloaded" | "from Debian's package" | "built";
  readonly version: string;
  /** Paths of its programs, in the order of the part's list. */
  readonly programs: readonly [string, ...string[]];
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

/** How a project hands its program out. */
export type Download =
  /** Pulumi's own installer, as its automation API runs it. */
  | { readonly kind: "pulumi-installer" }
  /** `pulumi plugin install resource`. */
  | { readonly kind: "pulumi-plugin" }
  /** An archive with the programs at its top, or the bare program, for machines whose file has a known checksum. */
  | {
      readonly kind: "archive" | "program";
      readonly url: string;
      readonly sha256: Partial<Readonly<Record<`${Target["os"]}/${Target["architecture"]}`, string>>>;
    };

/** A text with values in place of `{name}`. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
}

/** The file for a machine; undefined where it offers none with a known checksum. */
export function releaseFile({ version, download }: Part, target: Target): ReleaseFile | undefined {
  if (download === undefined || !("url" in download)) return undefined;
  const sha256 = download.sha256[`${target.os}/${target.architecture}`];
  return sha256 === undefined ? undefined : { url: fill(download.url, { version, ...target }), sha256 };
}

/** One `go build` in a module below tools/local/modules. */
export interface GoBuild {
  readonly module: string;
  /** Program → package. */
  readonly packages: Readonly<Record<string, string>>;
  /** Go variable that holds the program's version, and its value: `NAME={version}`. */
  readonly versionVariable?: string;
}

/** Every part: the one place where versions and sources of programs stand. */
export const parts = {
  pulumi: {
    name: "pulumi",
    version: "3.256.0",
    programs: ["pulumi", "pulumi-language-nodejs"],
    onPath: {
      commands: [["pulumi", "pulumi-language-nodejs"]],
      versionArguments: ["version"],
      atLeast: "3.200.0",
    },
    download: { kind: "pulumi-installer" },
    builds: [
      {
        module: "tool-chain",
        packages: { pulumi: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi" },
        versionVariable: "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version={version}",
      },
      // Later versions moved into a module that is not served everywhere; this one serves the newer engine.
      {
        module: "pulumi-language-nodejs",
        packages: {
          "pulumi-language-nodejs": "./launcher",
          "pulumi-language-nodejs-host": "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
        },
      },
    ],
    buildSeconds: 120,
  },
  // A provider on PATH would be used with a warning; Pulumi's own plugin folder is the place for it.
  "docker-build": {
    name: "docker-build",
    version: "0.0.22",
    programs: ["pulumi-resource-docker-build"],
    download: { kind: "pulumi-plugin" },
    builds: [
      {
        module: "docker-build",
        packages: {
          "pulumi-resource-docker-build":
            "github.com/pulumi/pulumi-docker-build/provider/cmd/pulumi-resource-docker-build",
        },
        versionVariable: "github.com/pulumi/pulumi-docker-build/provider.Version={version}",
      },
    ],
  },
  github: {
    name: "github",
    version: "6.15.0",
    programs: ["pulumi-resource-github"],
    download: { kind: "pulumi-plugin" },
    builds: [
      {
        module: "tool-chain",
        packages: { "pulumi-resource-github": "./github" },
        versionVariable: "main.version={version}",
      },
    ],
    buildSeconds: 90,
  },
  buildkit: {
    name: "buildkit",
    version: "0.31.0",
    programs: ["buildkitd"],
    onPath: { commands: [["buildkitd"]], versionArguments: ["--version"], atLeast: "0.13.0" },
    builds: [
      // Without it the daemon says v0.0.0, and the docker-build provider refuses it as too old.
      {
        module: "tool-chain",
        packages: { buildkitd: "github.com/moby/buildkit/cmd/buildkitd" },
        versionVariable: "github.com/moby/buildkit/version.Version=v{version}",
      },
    ],
  },
  registry: {
    name: "registry",
    version: "3.0.0",
    programs: ["registry"],
    onPath: {
      commands: [["docker-registry"], ["registry"]],
      versionArguments: ["--version"],
      atLeast: "2.8.0",
    },
    download: {
      kind: "archive",
      url: "https://github.com/distribution/distribution/releases/download/v{version}/registry_{version}_{os}_{architecture}.tar.gz",
      sha256: { "linux/amd64": "61c9a2c0d5981a78482025b6b69728521fbc78506d68b223d4a2eb825de5ca3d" },
    },
    debianPackage: { name: "docker-registry", program: "docker-registry" },
    builds: [
      {
        module: "registry",
        packages: { registry: "github.com/distribution/distribution/v3/cmd/registry" },
        versionVariable: "github.com/distribution/distribution/v3/version.version=v{version}",
      },
    ],
  },
  buildx: {
    name: "buildx",
    version: "0.35.0",
    programs: ["docker-buildx"],
    download: {
      kind: "program",
      url: "https://github.com/docker/buildx/releases/download/v{version}/buildx-v{version}.{os}-{architecture}",
      sha256: {
        "linux/amd64": "d41ece72044243b4f58b343441ae37446d9c29a7d6b5e11c61847bbcf8f7dfda",
        "linux/arm64": "c4248d6cbc4a619a7e0b4609c11e509ad4ac0b475e1c64817c0ac20c5d90c766",
      },
    },
    builds: [
      {
        module: "tool-chain",
        packages: { "docker-buildx": "github.com/docker/buildx/cmd/buildx" },
        versionVariable: "github.com/docker/buildx/version.Version=v{version}",
      },
    ],
  },
  // Not from PATH: another version finds other things, and a check must find the same everywhere.
  actionlint: {
    name: "actionlint",
    version: "1.7.12",
    programs: ["actionlint"],
    download: {
      kind: "archive",
      url: "https://github.com/rhysd/actionlint/releases/download/v{version}/actionlint_{version}_{os}_{architecture}.tar.gz",
      sha256: {
        "linux/amd64": "8aca8db96f1b94770f1b0d72b6dddcb1ebb8123cb3712530b08cc387b349a3d8",
        "linux/arm64": "325e971b6ba9bfa504672e29be93c24981eeb1c07576d730e9f7c8805afff0c6",
        "darwin/amd64": "5b44c3bc2255115c9b69e30efc0fecdf498fdb63c5d58e17084fd5f16324c644",
        "darwin/arm64": "aba9ced2dee8d27fecca3dc7feb1a7f9a52caefa1eb46f3271ea66b6e0e6953f",
      },
    },
    builds: [
      {
        module: "actionlint",
        packages: { actionlint: "github.com/rhysd/actionlint/cmd/actionlint" },
        versionVariable: "github.com/rhysd/actionlint.version={version}",
      },
    ],
    buildSeconds: 20,
  },
  act: {
    name: "act",
    version: "0.2.80",
    programs: ["act"],
    builds: [
      {
        module: "act",
        packages: { act: "github.com/nektos/act" },
        versionVariable: "main.version={version}",
      },
    ],
  },
} as const satisfies Readonly<Record<string, Part>>;

import { cp } from "node:fs/promises";
import { join } from "node:path";
import { copyExample } from "../../local/examples.js";
import type { BuildBench, Built } from "../build-bench.js";
import { atLeast, atMost, compare, inTurn, median, megabytes, seconds, type Figure } from "../figure.js";
import { changeOneLine, imageAlone } from "./sample.js";
import { timeUntil, unpackImage } from "./unpacked-image.js";

const ROUNDS = 2;
const BASE = "distributed-colony-base:latest";
const CHEF_IMAGE = "lukemathwalker/cargo-chef:latest-rust-1.87-alpine";

/** DistributedColony's sample: the cost of a one-line change, and the sizes of the images. */
export async function colony(bench: BuildBench, folder: string): Promise<Figure[]> {
  const sources = join(folder, "colony-sources");
  await copyExample("distributed-colony", sources);
  const single = join(folder, "Dockerfile.single");
  await cp(join(__dirname, "Dockerfile.single-stage"), single);
  const build = (output: string, clean: boolean, dockerfile: string, contexts = {}) =>
    bench.build({ sources, dockerfile, output: join(folder, output), clean, contexts });

  const base = await build("base", true, join(sources, "Docker/Dockerfile.base"));
  const buildColony = (clean: boolean) =>
    build("colony", clean, join(sources, "Docker/Dockerfile"), {
      [BASE]: `oci-layout://${join(folder, "base")}@${base.digest}`,
    });
  const built = await buildColony(true);
  const compile = await hostCompiler(bench, sources, folder);
  await compile();

  /** Seconds in the image and on the host. */
  const afterChange = async (file: string): Promise<[number, number]> => {
    const changeAndBuild = async () => {
      await changeOneLine(join(sources, file));
      return (await buildColony(false)).seconds;
    };
    const [inImage = [], onHost = []] = await inTurn(ROUNDS, [changeAndBuild, compile]);
    return [median(inImage), median(onHost)];
  };
  const program = await afterChange("crates/backend/src/main.rs");
  const library = await afterChange("crates/shared/src/lib.rs");
  const singleStage = await build("single", false, single);

  const [changed] = program;
  // Both compile only what changed: the host from Cargo's cache, the image from its layers (D39).
  const alone = {
    unit: seconds,
    than: "for cargo build --release on the host, same compiler",
    reach: atMost(2),
  };
  const size = ({ compressed, unpacked }: Built) =>
    `${megabytes(compressed)} compressed, ${megabytes(unpacked)} unpacked`;
  // Each of the two programs is a layer of its own.
  const programs = built.layers.slice(-2).reduce((sum, bytes) => sum + bytes, 0);
  return [
    compare("colony after a one-line change", [changed, base.seconds + built.seconds], {
      unit: seconds,
      than: "for clean base + colony",
      reach: atMost(0.1),
    }),
    compare("a single-stage Dockerfile without a base after that change", [singleStage.seconds, changed], {
      unit: seconds,
      than: "for the colony",
      reach: atLeast(5),
    }),
    compare("colony after a one-line change of the backend, against the compiler alone", program, alone),
    compare("colony after a one-line change of the shared crate, against the compiler alone", library, alone),
    {
      name: "size of the colony image",
      subject: size(built),
      floor: `${size(base)} of the base image`,
      ratio: built.compressed / base.compressed,
      reach: atMost(0.1),
    },
    {
      name: "unpacked colony image, against 50 MB",
      subject: megabytes(built.unpacked),
      floor: `50 MB; of it the two programs are ${megabytes(programs)}, the runtime base the rest`,
      ratio: built.unpacked / 50e6,
      reach: atMost(1),
    },
  ];
}

/** The builder image's compiler without BuildKit: same version, same flags, so that only the image build differs. */
async function hostCompiler(bench: BuildBench, sources: string, folder: string) {
  const chef = await imageAlone(CHEF_IMAGE, join(folder, "toolchain"));
  const root = join(folder, "root");
  await unpackImage(bench, chef, root);
  const { SSL_CERT_FILE } = process.env;
  const certificates = "/etc/ssl/certs/ca-certificates.crt";
  const build = "cd sources && cargo build --release --bin backend --bin coordinator";
  return () =>
    timeUntil(/Finished/, root, {
      command: ["sh", "-euc", build],
      id: 0,
      env: {
        ...process.env,
        PATH: "/usr/local/cargo/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        RUSTFLAGS: "-C link-arg=-s",
        // That of this machine need not be there.
        TMPDIR: "/tmp",
        CARGO_TARGET_DIR: "/target",
        ...(SSL_CERT_FILE !== undefined && {
          SSL_CERT_FILE: certificates,
          CARGO_HTTP_CAINFO: certificates,
        }),
      },
      mounts: { sources },
    });
}

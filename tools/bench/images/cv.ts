import { join } from "node:path";
import { copyExample } from "../../local/examples.js";
import type { BuildBench } from "../build-bench.js";
import { atMost, compare, inTurn, median, megabytes, seconds, type Figure } from "../figure.js";
import { measureRustImage, type RustImage } from "./rust-image.js";
import { changeOneLine } from "./sample.js";
import { RunningProgram, timeUntil, unpackImage } from "./unpacked-image.js";

const ROUNDS = 3;
const REQUESTS = 200;
const PORT = "20001";

/** CV: prod and minimal as images and as they run, and dev as a person works in it. */
export async function cvImages(bench: BuildBench, folder: string): Promise<readonly Figure[]> {
  const musl = {
    system: "cv",
    changed: "src/main.rs",
    rustImage: "rust:1.87-alpine3.21",
    prepare: "apk add --no-cache musl-dev",
    build:
      'target="$(uname -m)-unknown-linux-musl"; cargo build --release --target "$target" && cp "target/$target/release/cv" /program',
    peers: [{ name: "plain" }],
    size: { kind: "over base and program", bytes: 3e6, source: "3 MB" },
  } as const satisfies Partial<RustImage>;
  const prod = {
    ...musl,
    name: "CV prod",
    dockerfile: "docker/Dockerfile.prod",
    runtimeImage: "alpine:3.21",
  };
  const minimal = {
    ...musl,
    name: "CV minimal",
    dockerfile: "docker/Dockerfile.minimal",
    runtimeImage: "gcr.io/distroless/static:nonroot",
  };
  return [
    ...(await asImageAndRunning(bench, prod, { id: 10001, megabytes: 35 }, folder)),
    ...(await asImageAndRunning(bench, minimal, { id: 65532, megabytes: 15 }, folder)),
    ...(await dev(bench, folder)),
  ];
}

async function asImageAndRunning(
  bench: BuildBench,
  image: RustImage,
  ceiling: { readonly id: number; readonly megabytes: number },
  folder: string,
): Promise<readonly Figure[]> {
  const { figures, sources } = await measureRustImage(bench, image, folder);
  const root = join(folder, `${image.name}-root`);
  const dockerfile = join(sources, image.dockerfile);
  await unpackImage(bench, { dockerfile, sources }, root);
  const program = new RunningProgram(root, { command: ["/app/cv"], id: ceiling.id, env: { PORT } });
  try {
    await program.untilPrinted(/listens on/, 1);
    for (let request = 0; request < REQUESTS; request++) {
      await (await fetch(`http://127.0.0.1:${PORT}/${request % 2 === 0 ? "health" : ""}`)).text();
    }
    const memory = await program.memory();
    return [
      ...figures,
      {
        name: `${image.name}: memory after ${REQUESTS} requests (C22, C24)`,
        subject: megabytes(memory),
        floor: `${ceiling.megabytes} MB`,
        ratio: memory / (ceiling.megabytes * 1e6),
        reach: atMost(1),
      },
    ];
  } finally {
    await program.stop();
  }
}

/** The time from a saved change to the new program, and the compiler's share of it. */
async function dev(bench: BuildBench, folder: string): Promise<readonly Figure[]> {
  const sources = join(folder, "cv-dev");
  await copyExample("cv", sources);
  const dockerfile = join(sources, "docker/Dockerfile.dev");
  const image = await bench.build({ sources, dockerfile, output: join(folder, "cv-dev-image") });
  const root = join(folder, "cv-dev-root");
  await unpackImage(bench, { dockerfile, sources }, root);
  const mounted = ["src", "static", "templates", "Cargo.toml", "Cargo.lock"];
  const container = {
    id: 1000,
    env: { PORT, HOST: "127.0.0.1", CARGO_HOME: "/usr/local/cargo", RUSTUP_HOME: "/usr/local/rustup" },
    mounts: Object.fromEntries(mounted.map((name) => [name, join(sources, name)])),
  };
  const changed = join(sources, "src/main.rs");
  const watched: number[] = [];
  const program = new RunningProgram(root, { ...container, command: ["startup-dev"] });
  try {
    await program.untilPrinted(/listens on/, 1);
    for (let round = 1; round <= ROUNDS; round++) {
      const saved = performance.now();
      await changeOneLine(changed);
      await program.untilPrinted(/listens on/, round + 1);
      watched.push((performance.now() - saved) / 1000);
    }
  } finally {
    await program.stop();
  }
  const [alone = []] = await inTurn(ROUNDS, [
    async () => {
      await changeOneLine(changed);
      return timeUntil(/Finished/, root, { ...container, command: ["cargo", "build"] });
    },
  ]);
  return [
    compare("CV dev: from a change to running again", [median(watched), median(alone)], {
      unit: seconds,
      than: "for cargo build, same compiler",
      reach: atMost(1.5),
    }),
    {
      name: "CV dev: size, against 950 MB (C23)",
      subject: `${megabytes(image.unpacked)} unpacked, ${megabytes(image.compressed)} compressed`,
      floor: "950 MB",
      ratio: image.unpacked / 950e6,
      reach: atMost(1),
    },
  ];
}

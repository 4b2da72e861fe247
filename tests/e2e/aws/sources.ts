import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Writes sources with the two Dockerfiles of DistributedColony in place of the real ones, so that a build takes a
 * moment: no tool runs in it and nothing is pulled.
 *
 * @param content a file in both images; another content is another image.
 */
export async function writeSources(folder: string, content: string): Promise<void> {
  await mkdir(join(folder, "Docker"), { recursive: true });
  await writeFile(join(folder, "content.txt"), content);
  await writeFile(
    join(folder, "Docker", "Dockerfile.base"),
    "FROM scratch\nCOPY Docker/Dockerfile.base /base\n",
  );
  await writeFile(
    join(folder, "Docker", "Dockerfile"),
    "ARG BASE_IMAGE=distributed-colony-base:latest\nFROM ${BASE_IMAGE}\nCOPY content.txt /content\n",
  );
}

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Writes sources of the system `blog`, whose two images take a moment to build: no tool runs in them and nothing is
 * pulled.
 *
 * @param content a file in both images; another content is another image.
 */
export async function writeSources(folder: string, content: string): Promise<void> {
  await mkdir(join(folder, "docker"), { recursive: true });
  await writeFile(join(folder, "content.txt"), content);
  await writeFile(
    join(folder, "docker", "Dockerfile.base"),
    "FROM scratch\nCOPY docker/Dockerfile.base /base\n",
  );
  await writeFile(
    join(folder, "docker", "Dockerfile"),
    "ARG BASE_IMAGE=blog-base:latest\nFROM ${BASE_IMAGE}\nCOPY content.txt /content\n",
  );
}

import assert from "node:assert/strict";
import { chmod, readFile, writeFile } from "node:fs/promises";
import { Container } from "./container.js";
import { patience, sharedDocker } from "./shared-docker.js";
import { home, type ThrowawayDocker } from "./throwaway-docker.js";

const image = "docker.io/library/alpine:3.21";
const lost =
  "unable to start container process: waiting for init preliminary setup: read init-p: connection reset by peer";

/**
 * In place of Debian's runc, one that fails each command that the file `failing` has a line of, as runc does when its
 * first process is gone: `COMMAND MESSAGE`. The real one does the rest.
 */
const stub = `#!/bin/bash
read -r command message < ${home}/runc-test/failing
if [ -n "$command" ] && [[ " $* " = *" $command "* ]]; then
  sed -i 1d ${home}/runc-test/failing
  log=$(sed 's/.*--log \\([^ ]*\\) .*/\\1/' <<< "$*")
  printf '{"level":"error","msg":"%s","time":"2026-11-21T21:58:48Z"}\\n' "$message" >> "$log"
  [ "$command" != run ] || mkdir -p "/run/runc/\${!#}"
  exit 1
fi
exec ${home}/runc-test/runc "$@"
`;

describe("the runc of the tests' Docker", function () {
  this.timeout(patience);
  let docker: ThrowawayDocker;
  let container: Container;
  before(async () => {
    docker = await sharedDocker(image);
    container = await Container.start(docker, image, { command: ["sleep", "600"] });
    await docker.output(["mkdir", "runc-test"]);
    await docker.output(["cp", "/usr/sbin/runc", "runc-test/runc"]);
    await writeFile(docker.path(`${home}/runc-test/stub`), stub);
    await chmod(docker.path(`${home}/runc-test/stub`), 0o755);
    await docker.output(["mount", "--bind", "runc-test/stub", "/usr/sbin/runc"]);
  });
  after(async () => {
    await docker.output(["umount", "/usr/sbin/runc"]);
    await container.remove();
  });

  const build = `printf 'FROM ${image}\\nRUN date +%%N && echo built\\n' | docker build --no-cache --progress plain -`;
  const commands = {
    create: () => docker.run(["docker", "run", "--rm", image, "echo", "ran"]),
    exec: () => container.exec("echo", "ran"),
    run: () => docker.run(["sh", "-c", build]),
  };
  const left = () => readFile(docker.path(`${home}/runc-test/failing`), "utf8");

  for (const [command, run] of Object.entries(commands)) {
    const failing = (times: number, message: string) =>
      writeFile(docker.path(`${home}/runc-test/failing`), `${command} ${message}\n`.repeat(times));

    it(`starts again when its first process is gone, twice at most: ${command}`, async () => {
      await failing(2, lost);
      const { exitCode, all } = await run();
      assert.equal(exitCode, 0, all);
      assert.equal(await left(), "");
      await failing(3, lost);
      const third = await run();
      assert.notEqual(third.exitCode, 0);
      assert.equal(await left(), "");
    });

    it(`does not start again after any other failure: ${command}`, async () => {
      const other = "unable to start container process: exec: no such file";
      await failing(2, other);
      const { exitCode } = await run();
      assert.notEqual(exitCode, 0);
      assert.equal(await left(), `${command} ${other}\n`);
    });
  }
});

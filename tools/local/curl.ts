import { execa } from "execa";

/**
 * Fetches over the network with curl, which knows the machine's proxies and certificates. Where there is no curl
 * or no network the answer is the same, and comes within `connectSeconds`.
 */
const connectSeconds = "4";

/** Downloads `url` to `file`; false if that cannot be done, whatever the reason. */
export async function download(url: string, file: string): Promise<boolean> {
  const result = await execa(
    "curl",
    [
      "--fail",
      "--silent",
      "--location",
      "--proto",
      "=https",
      "--connect-timeout",
      connectSeconds,
      "--speed-limit",
      "1000",
      "--speed-time",
      "20",
      "--output",
      file,
      url,
    ],
    { reject: false },
  );
  return !result.failed;
}

/** HTTP status of a GET on `url`; 0 if nothing answers. */
export async function httpStatus(url: string): Promise<number> {
  const result = await execa(
    "curl",
    [
      "--silent",
      "--output",
      "/dev/null",
      "--write-out",
      "%{http_code}",
      "--connect-timeout",
      connectSeconds,
    ].concat(["--max-time", "8", url]),
    { reject: false },
  );
  return Number(result.stdout) || 0;
}

/** What makes Pulumi keep its state in a folder of the tests' own, and write a log of events. */
export function stateFolder(folder: string): Readonly<Record<string, string>> {
  return {
    PULUMI_BACKEND_URL: `file://${folder}`,
    PULUMI_CONFIG_PASSPHRASE: "a passphrase of the tests",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // Opens the flag --event-log.
    PULUMI_DEBUG_COMMANDS: "true",
  };
}

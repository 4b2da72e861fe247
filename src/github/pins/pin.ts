/** What an action is pinned to. */
export interface Pin {
  /** The release that `commit` is, such as `v7.0.1`. */
  readonly version: string;
  /** 40 hexadecimal digits. */
  readonly commit: string;
}

/** The repository of an action: its name without a folder, `actions/cache` for `actions/cache/save`. */
export function actionRepository(action: string): string {
  return action.split("/").slice(0, 2).join("/");
}

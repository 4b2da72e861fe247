import { ECRServiceException } from "@aws-sdk/client-ecr";
import { IAMServiceException } from "@aws-sdk/client-iam";

/** Whether the error is the service's answer of this name, e.g. "RepositoryNotFoundException". */
export function isAnswer(error: unknown, ...names: readonly string[]): boolean {
  return (
    (error instanceof ECRServiceException || error instanceof IAMServiceException) &&
    names.includes(error.name)
  );
}

/** The error in the real provider's words: what was done, to what, and the service's own answer. */
export function failure(doing: string, title: string, id: string, error: unknown): Error {
  const answer = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const [service = ""] = title.split(" ");
  return new Error(`${doing} ${title} (${id}): operation error ${service}: ${answer}`);
}

/** The resource was made but could not be read back; the engine keeps it in its state, marked as unfinished. */
export class UnfinishedError extends Error {
  constructor(
    readonly id: string,
    message: string,
  ) {
    super(message);
  }
}

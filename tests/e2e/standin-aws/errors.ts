import { ECRServiceException } from "@aws-sdk/client-ecr";

/** Whether the error is the service's answer of this name, e.g. "RepositoryNotFoundException". */
export function isAnswer(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof ECRServiceException && names.includes(error.name);
}

/** The error in the real provider's words: what was done, to what, and the service's own answer. */
export function failure(doing: string, title: string, id: string, error: unknown): Error {
  const answer = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new Error(`${doing} ${title} (${id}): operation error ECR: ${answer}`);
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

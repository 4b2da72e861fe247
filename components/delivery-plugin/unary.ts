import * as grpc from "@grpc/grpc-js";

/** Handles a unary call. Whatever `answer` throws becomes the call's error, without a stack trace. */
export function unary<Request, Response>(
  answer: (request: Request) => Response | Promise<Response>,
  errorOf: (error: unknown) => Partial<grpc.ServiceError> = plainError,
): grpc.handleUnaryCall<Request, Response> {
  return (call, callback) => {
    Promise.resolve(call.request)
      .then(answer)
      .then(
        (response) => {
          callback(null, response);
        },
        (error: unknown) => {
          callback(errorOf(error));
        },
      );
  };
}

/** The message only. */
export function plainError(error: unknown): Partial<grpc.ServiceError> {
  return { code: grpc.status.UNKNOWN, details: error instanceof Error ? error.message : String(error) };
}

/**
 * Resolves once the event loop has looked at its sockets. A server closes connections that are not
 * used (MLflow's after five seconds), and a program that has computed without a pause since then
 * does not know: its next request would go out on such a connection and fail.
 */
export async function seeClosedConnections(): Promise<void> {
  // The first timer may be due in the turn that is under way, before the sockets' own turn.
  for (let turn = 0; turn < 2; turn++) {
    await new Promise<void>(resolve => {
      setTimeout(resolve, 0);
    });
  }
}

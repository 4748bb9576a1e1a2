import type { KernelMessage } from '@jupyterlab/services';
import { isRunCard, RUN_CARD_MIME_TYPE } from '../../protocol/index.js';
import type { RunCard } from '../../protocol/index.js';

/** The run card that a kernel's message shows, or null. */
export function cardOf(message: KernelMessage.IMessage): RunCard | null {
  const type: string = message.header.msg_type;
  if (type !== 'display_data' && type !== 'update_display_data') {
    return null;
  }
  const { data } = message.content as KernelMessage.IDisplayDataMsg['content'];
  const card: unknown = data[RUN_CARD_MIME_TYPE];
  return isRunCard(card) ? card : null;
}

/** The id of the request that `message` is part of the answer to. */
export function executionIdOf(message: KernelMessage.IMessage): string {
  return 'msg_id' in message.parent_header ? message.parent_header.msg_id : '';
}

/** The session that sent the request that `message` is part of the answer to, or null. */
export function requestingSession(message: KernelMessage.IMessage): string | null {
  return 'session' in message.parent_header ? message.parent_header.session : null;
}

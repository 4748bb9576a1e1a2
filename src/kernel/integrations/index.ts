import type { Integration } from '../runs/integration.js';
import { tfjs } from './tfjs/tfjs.js';

/** Every ML library that is autologged. */
export const integrations: readonly Integration[] = [tfjs];

import { modelWords } from '../../src/lab/run-detail/model-words.js';

const columns = (count: number): string =>
  JSON.stringify(Array.from({ length: count }, (_, n) => ({ type: 'double', name: `c${n}` })));

describe('reading MLmodel', () => {
  it('reads flavours and tensors of JSON', () => {
    const inputs = '[{"type":"tensor","tensor-spec":{"dtype":"float32","shape":[-1,28,28]}}]';
    const text = JSON.stringify({
      flavors: { tfjs: {}, python_function: {} },
      signature: { inputs }
    });
    expect(modelWords(text)).toEqual({
      flavors: 'tfjs, python_function',
      inputs: 'float32 ? × 28 × 28',
      outputs: ''
    });
  });

  it('names eight columns and counts the rest', () => {
    const words = (count: number): string =>
      modelWords(JSON.stringify({ signature: { inputs: columns(count) } })).inputs;
    expect(words(8)).toMatch(/c7 double$/);
    expect(words(9)).toMatch(/c7 double, \+1$/);
  });

  it('reads the flavours of YAML', () => {
    const text =
      'artifact_path: x\nflavors:\n  python_function:\n    env: {}\n  sklearn:\n    a: 1\nmodel_id: m\n';
    expect(modelWords(text).flavors).toBe('python_function, sklearn');
  });

  it.each(['', '{}', 'null', '[]', '{"signature":{"inputs":"broken"}}', 'nonsense: ['])(
    'makes nothing of %j',
    text => {
      expect(modelWords(text)).toEqual({ flavors: '', inputs: '', outputs: '' });
    }
  );
});

import type { TranslationBundle } from '@jupyterlab/translation';
import { fileIcon, folderIcon } from '@jupyterlab/ui-components';
import * as React from 'react';
import type { FileInfo } from '../../tracking/index.js';
import { sizeWords } from '../elements/size-words.js';
import type { ArtifactTree } from './artifact-tree.js';

/** The files in a folder; folders in it open in place. */
export function ArtifactList(props: {
  readonly tree: ArtifactTree;
  readonly folder: string;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { tree, folder, trans } = props;
  const files = tree.files(folder);
  if (files === null) {
    return <p className="jp-AutologQuiet">{trans.__('Loading…')}</p>;
  }
  return (
    <ul className="jp-AutologFiles">
      {files.map(file => (
        <li key={file.path}>
          {file.isDirectory ? (
            <Folder file={file} tree={tree} trans={trans} />
          ) : (
            <File file={file} url={tree.url(file.path)} trans={trans} />
          )}
        </li>
      ))}
    </ul>
  );
}

function Folder(props: {
  readonly file: FileInfo;
  readonly tree: ArtifactTree;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { file, tree, trans } = props;
  const [isOpen, setOpen] = React.useState(false);
  const [fault, setFault] = React.useState<string | null>(null);
  return (
    <details
      open={isOpen}
      onToggle={event => {
        const opens = event.currentTarget.open;
        setOpen(opens);
        if (opens) {
          tree.open(file.path).then(
            () => {
              setFault(null);
            },
            (error: unknown) => {
              setFault(error instanceof Error ? error.message : String(error));
            }
          );
        }
      }}
    >
      <summary className="jp-AutologFile">
        <folderIcon.react tag="span" width="14px" height="14px" />
        <span className="jp-AutologFile-name">{nameOf(file.path)}</span>
      </summary>
      {isOpen && fault === null && <ArtifactList tree={tree} folder={file.path} trans={trans} />}
      {fault !== null && <p className="jp-AutologFault">{fault}</p>}
    </details>
  );
}

function File(props: {
  readonly file: FileInfo;
  readonly url: string;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { file, url, trans } = props;
  const name = nameOf(file.path);
  return (
    <a
      className="jp-AutologFile"
      href={url}
      download={name}
      title={trans.__('Download %1', file.path)}
    >
      <fileIcon.react tag="span" width="14px" height="14px" />
      <span className="jp-AutologFile-name">{name}</span>
      <span className="jp-AutologQuiet">{file.size === null ? '' : sizeWords(file.size)}</span>
    </a>
  );
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

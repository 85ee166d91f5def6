import { useState } from 'react';
import { PresentsError } from '../../../model/presents-error.ts';
import { errorText } from '../../../text/error-text.ts';
import { printable } from '../../../text/printable.ts';
import { Dialog, dialogWidth } from '../../components/dialog.tsx';
import { type Hint, hintSegments } from '../../components/hints.ts';
import { Line } from '../../components/line.tsx';
import { PathPrompt } from '../../components/path-prompt.tsx';
import { databaseOffers } from '../../context/database-offers.ts';
import { useServices } from '../../context/services.tsx';

const wantedWidth = 90;
const listRows = 10;

const hints: readonly Hint[] = [
  ['⏎', 'open'],
  ['Esc', 'cancel'],
  ['Tab', 'complete'],
  ['↑↓', 'choose'],
];

/** Asks for another database and shows it in place of this one, which stays where that fails. */
export function OpenDatabase(props: {
  readonly screenWidth: number;
  readonly screenHeight: number;
  readonly onClose: () => void;
}) {
  const { screenWidth, screenHeight, onClose } = props;
  const { databases } = useServices();
  const [offers] = useState(() => databaseOffers(databases.known()));
  const [fault, setFault] = useState('');
  const [isBusy, setBusy] = useState(false);
  const width = dialogWidth(screenWidth, wantedWidth);
  const rows = Math.max(2, Math.min(listRows, screenHeight - 8));
  const open = (name: string): void => {
    if (isBusy) return;
    setBusy(true);
    setFault('');
    databases.open(name).catch((error: unknown) => {
      setBusy(false);
      const next = error instanceof PresentsError && error.nextStep !== '' ? ` ${printable(error.nextStep)}` : '';
      setFault(`${errorText(error)}${next}`);
    });
  };
  return (
    <Dialog
      title="Open another database"
      screenWidth={screenWidth}
      screenHeight={screenHeight}
      lines={rows + 2}
      wantedWidth={wantedWidth}
    >
      <PathPrompt
        label="Name: "
        width={width}
        height={rows}
        offers={offers}
        complete={databases.complete}
        fault={fault}
        onEdit={() => setFault('')}
        onSubmit={open}
        onCancel={onClose}
      />
      <Line width={width} left={[]} />
      <Line width={width} left={isBusy ? [{ text: 'Opening …', tone: 'accent' }] : hintSegments(hints, width)} />
    </Dialog>
  );
}

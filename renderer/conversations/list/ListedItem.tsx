import { type ComponentProps, useContext } from 'react';
import { ListBoxItem, type ListBoxItemProps, ListStateContext } from 'react-aria-components';

interface ListedItemProps extends ListBoxItemProps {
  readonly id: string;
}

/** An item of a section that has a heading, which React Aria would count as its first item. */
export function ListedItem(props: ListedItemProps) {
  return (
    <ListBoxItem
      {...props}
      // It would be a link's only with an `href`.
      render={(element) => <PlacedElement element={element as ComponentProps<'div'>} itemKey={props.id} />}
    />
  );
}

interface PlacedElementProps {
  readonly element: ComponentProps<'div'>;
  readonly itemKey: string;
}

function PlacedElement({ element, itemKey }: PlacedElementProps) {
  const collection = useContext(ListStateContext)?.collection;
  const item = collection?.getItem(itemKey);
  const section = collection?.getItem(item?.parentKey ?? '');
  const last = collection?.getItem(section?.lastChildKey ?? '');
  const place = { 'aria-posinset': item?.index, 'aria-setsize': last?.index };
  return <div {...element} {...place} />;
}

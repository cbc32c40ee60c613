// The widget's front: the same view, its point kept in step with Python.
function render({model, el}) {
  const point = model.get("value"), words = values => Object.fromEntries(Object.entries(values).map(([name, x]) => [name, written(x)]));
  let own = JSON.stringify(point);
  const move = mapView(el, model.get("data"), values => {
    own = JSON.stringify(words(values));
    model.set("value", words(values));
    model.save_changes();
  });
  const follow = () => {
    const values = model.get("value");
    if (JSON.stringify(values) === own) return;
    own = JSON.stringify(values);
    move(Object.fromEntries(Object.entries(values).map(([name, x]) => [name, read(x)])));
  };
  own = "";
  follow();
  model.on("change:value", follow);
  return () => model.off("change:value", follow);
}
export default {render};

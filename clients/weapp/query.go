package weapp

import "github.com/dop251/goja"

// selectorQuery is wx.createSelectorQuery (npm miniprogram-api-typings@5.2.3, SelectorQuery, NodesRef): what was asked
// is answered at exec, in its order, each to its own callback and all to exec's. No page is drawn here, so that a
// selector finds no node; the size of the viewport is known.
func (h *Host) selectorQuery(goja.FunctionCall) goja.Value {
	type question struct {
		callback goja.Value
		answer   any
	}
	var asked []question
	var query *goja.Object
	// nodes is what a selection offers: each of its calls asks, and gives the query back.
	nodes := func(rect, scroll any) goja.Value {
		ask := func(answer any) api {
			return func(c goja.FunctionCall) goja.Value {
				asked = append(asked, question{c.Argument(0), answer})
				return query
			}
		}
		fields := ask(rect)
		return h.object("NodesRef", map[string]api{
			"boundingClientRect": ask(rect), "scrollOffset": ask(scroll), "node": ask(rect), "context": ask(rect),
			"fields": func(c goja.FunctionCall) goja.Value {
				return fields(goja.FunctionCall{Arguments: []goja.Value{c.Argument(1)}})
			},
		})
	}
	query = h.object("SelectorQuery", map[string]api{
		"in":        func(goja.FunctionCall) goja.Value { return query },
		"select":    func(goja.FunctionCall) goja.Value { return nodes(nil, nil) },
		"selectAll": func(goja.FunctionCall) goja.Value { return nodes([]any{}, []any{}) },
		"selectViewport": func(goja.FunctionCall) goja.Value {
			w, d := h.env.Phone().ScreenWidth, h.env.Phone().WindowHeight
			return nodes(map[string]any{"id": "", "dataset": map[string]any{}, "left": 0, "top": 0, "right": w,
				"bottom": d, "width": w, "height": d},
				map[string]any{"id": "", "dataset": map[string]any{}, "scrollLeft": 0, "scrollTop": 0})
		},
		"exec": func(c goja.FunctionCall) goja.Value {
			questions, all := asked, c.Argument(0)
			h.Post(func() {
				answers := make([]any, len(questions))
				for i, q := range questions {
					answers[i] = h.value(q.answer)
					h.Call(q.callback, answers[i])
				}
				h.Call(all, h.vm.NewArray(answers...))
			})
			return query
		},
	})
	return query
}

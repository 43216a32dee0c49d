package weapp

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/parser"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"
)

// Corrections of the engine, where it deviates from ECMAScript. They are made on the syntax tree and not in the text,
// so that positions in stacks and Function.prototype.toString stay those of the file. Names that begin with % belong to
// this file: no script can write them.

// regExpName is the realm's own RegExp, for literals that the engine cannot make.
const regExpName = "%RegExp"

// correct changes a wrapped script's tree. It reports whether the wrapper takes the realm's RegExp as its last
// argument.
func correct(program *ast.Program) (takesRegExp bool) {
	c := corrector{}
	c.tree(program)
	if c.literals > 0 {
		wrapper := program.Body[0].(*ast.ExpressionStatement).Expression.(*ast.FunctionLiteral)
		wrapper.ParameterList.List = append(wrapper.ParameterList.List,
			&ast.Binding{Target: &ast.Identifier{Name: regExpName, Idx: wrapper.Function}})
	}
	return c.literals > 0
}

func (c *corrector) tree(program *ast.Program) { c.visit(reflect.ValueOf(program), false) }

type corrector struct {
	literals int // literals that the realm's RegExp makes
	hoisted  int // functions in blocks
}

var (
	expressionType = reflect.TypeFor[ast.Expression]()
	packagePath    = reflect.TypeFor[ast.Program]().PkgPath()
)

// visit walks a tree. The syntax tree has no visitor of its own.
func (c *corrector) visit(v reflect.Value, strict bool) {
	switch v.Kind() {
	case reflect.Interface:
		if v.IsNil() {
			return
		}
		if literal, ok := v.Interface().(*ast.RegExpLiteral); ok {
			if v.Type() == expressionType && v.CanSet() && !engineMakes(literal) {
				v.Set(reflect.ValueOf(construct(literal)))
				c.literals++
			}
			return
		}
		c.visit(v.Elem(), strict)
	case reflect.Pointer:
		if v.IsNil() || v.Elem().Kind() != reflect.Struct || v.Elem().Type().PkgPath() != packagePath {
			return
		}
		switch f := v.Interface().(type) {
		case *ast.FunctionLiteral:
			strict = strict || saysStrict(f.Body)
			if !strict {
				f.DeclarationList = append(f.DeclarationList, c.hoist(f.Body, f.ParameterList)...)
			}
		case *ast.ArrowFunctionLiteral:
			if body, ok := f.Body.(*ast.BlockStatement); ok {
				strict = strict || saysStrict(body)
				if !strict {
					f.DeclarationList = append(f.DeclarationList, c.hoist(body, f.ParameterList)...)
				}
			}
		case *ast.ClassLiteral:
			strict = true
		}
		c.visit(v.Elem(), strict)
	case reflect.Struct:
		for i := range v.NumField() {
			c.visit(v.Field(i), strict)
		}
	case reflect.Slice:
		for i := range v.Len() {
			c.visit(v.Index(i), strict)
		}
	}
}

// engineMakes reports whether the engine makes a literal's object correctly. It does not know the flags d and v,
// refuses some patterns, and shows a / in a class escaped in `source`.
func engineMakes(literal *ast.RegExpLiteral) bool {
	if strings.ContainsAny(literal.Flags, "dv") ||
		strings.Contains(strings.ReplaceAll(literal.Pattern, `\/`, ""), "/") {
		return false
	}
	_, err := goja.Compile("", literal.Literal, false)
	return err == nil
}

// construct makes a literal's object.
func construct(literal *ast.RegExpLiteral) ast.Expression {
	text := func(s string) ast.Expression {
		return &ast.StringLiteral{Idx: literal.Idx, Literal: s, Value: unistring.NewFromString(s)}
	}
	return &ast.NewExpression{
		New: literal.Idx, Callee: &ast.Identifier{Name: regExpName, Idx: literal.Idx},
		ArgumentList:     []ast.Expression{text(literal.Pattern), text(literal.Flags)},
		RightParenthesis: literal.Idx1() - 1,
	}
}

func saysStrict(body *ast.BlockStatement) bool {
	for _, s := range body.List {
		e, ok := s.(*ast.ExpressionStatement)
		if !ok {
			return false
		}
		directive, ok := e.Expression.(*ast.StringLiteral)
		if !ok {
			return false
		}
		if len(directive.Literal) == len(`"use strict"`) && directive.Value == "use strict" {
			return true
		}
	}
	return false
}

// hoist gives a sloppy function's variables what ECMAScript's Annex B.3.2 ("Block-Level Function Declarations Web
// Legacy Compatibility Semantics") adds to them: a function declared in a block is a variable of the whole function
// too, which gets the function when its declaration is reached. It returns the variables.
func (c *corrector) hoist(body *ast.BlockStatement, parameters *ast.ParameterList) []*ast.VariableDeclaration {
	s := &scopes{names: []map[unistring.String]bool{lexical(body.List, false),
		bound(reflect.ValueOf(parameters), map[unistring.String]bool{})}}
	for i := range body.List {
		s.statement(reflect.ValueOf(&body.List[i]).Elem())
	}
	if len(s.found) == 0 {
		return nil
	}
	uses := count(reflect.ValueOf(body), map[unistring.String]int{})
	var variables []*ast.VariableDeclaration
	var setters []ast.Statement
	made := map[unistring.String]bool{}
	for i := len(s.found) - 1; i >= 0; i-- { // from the end: an insertion moves what follows
		f := s.found[i]
		name := f.declaration.Function.Name.Name
		if uses[name] == f.uses { // its name is not used outside of its block
			continue
		}
		at := f.declaration.Function.Function
		identifier := func(name unistring.String) *ast.Identifier { return &ast.Identifier{Name: name, Idx: at} }
		set := "%set " + name
		if !made[name] {
			made[name] = true
			variables = append(variables, &ast.VariableDeclaration{Var: at, List: []*ast.Binding{
				{Target: identifier(name)}, {Target: identifier(set)},
			}})
			setters = append(setters, &ast.ExpressionStatement{Expression: &ast.AssignExpression{
				Operator: token.ASSIGN, Left: identifier(set),
				Right: &ast.ArrowFunctionLiteral{
					Start: at, ParameterList: &ast.ParameterList{Opening: at, Closing: at,
						List: []*ast.Binding{{Target: identifier("%function")}}},
					Body: &ast.ExpressionBody{Expression: &ast.AssignExpression{Operator: token.ASSIGN,
						Left: identifier(name), Right: identifier("%function")}},
				},
			}})
		}
		list := *f.list
		assign := &ast.ExpressionStatement{Expression: &ast.CallExpression{
			Callee: identifier(set), LeftParenthesis: at, ArgumentList: []ast.Expression{identifier(name)},
			RightParenthesis: at,
		}}
		*f.list = append(list[:f.index+1:f.index+1], append([]ast.Statement{assign}, list[f.index+1:]...)...)
		c.hoisted++
	}
	if len(setters) > 0 {
		body.List = append(setters, body.List...)
	}
	return variables
}

// scopes are the names of the blocks around a statement.
type scopes struct {
	names []map[unistring.String]bool
	found []blockFunction
}

type blockFunction struct {
	declaration *ast.FunctionDeclaration
	list        *[]ast.Statement
	index       int
	uses        int // with its name in its block
}

// statement looks for functions in the blocks of a statement, not in functions within it.
func (s *scopes) statement(v reflect.Value) {
	switch v.Kind() {
	case reflect.Interface:
		if !v.IsNil() {
			s.statement(v.Elem())
		}
	case reflect.Pointer:
		if v.IsNil() || v.Elem().Kind() != reflect.Struct || v.Elem().Type().PkgPath() != packagePath {
			return
		}
		names := len(s.names)
		switch n := v.Interface().(type) {
		case ast.Expression, *ast.FunctionDeclaration, *ast.ClassDeclaration:
			return
		case *ast.BlockStatement:
			s.block(v, &n.List)
		case *ast.SwitchStatement:
			all := map[unistring.String]bool{}
			for _, clause := range n.Body {
				for name := range lexical(clause.Consequent, true) {
					all[name] = true
				}
			}
			for _, clause := range n.Body {
				s.functions(v, &clause.Consequent)
			}
			s.names = append(s.names, all)
		case *ast.CatchStatement:
			if _, simple := n.Parameter.(*ast.Identifier); !simple {
				s.names = append(s.names, bound(reflect.ValueOf(&n.Parameter).Elem(), map[unistring.String]bool{}))
			}
		case *ast.ForStatement:
			if head, ok := n.Initializer.(*ast.ForLoopInitializerLexicalDecl); ok {
				s.names = append(s.names, bound(reflect.ValueOf(head), map[unistring.String]bool{}))
			}
		case *ast.ForInStatement:
			s.names = append(s.names, loopNames(n.Into))
		case *ast.ForOfStatement:
			s.names = append(s.names, loopNames(n.Into))
		}
		s.statement(v.Elem())
		s.names = s.names[:names]
	case reflect.Struct:
		for i := range v.NumField() {
			s.statement(v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			s.statement(v.Index(i))
		}
	}
}

func (s *scopes) block(block reflect.Value, list *[]ast.Statement) {
	s.functions(block, list)
	s.names = append(s.names, lexical(*list, true))
}

// functions takes those functions of a list that may become variables: no name around them forbids it.
func (s *scopes) functions(block reflect.Value, list *[]ast.Statement) {
	for i, statement := range *list {
		d, ok := statement.(*ast.FunctionDeclaration)
		if !ok || d.Function.Async || d.Function.Generator || d.Function.Name.Name == "arguments" ||
			s.taken(d.Function.Name.Name) {
			continue
		}
		s.found = append(s.found,
			blockFunction{d, list, i, count(block, map[unistring.String]int{})[d.Function.Name.Name]})
	}
}

func (s *scopes) taken(name unistring.String) bool {
	for _, names := range s.names {
		if names[name] {
			return true
		}
	}
	return false
}

// lexical are the names that statements declare in their block alone.
func lexical(list []ast.Statement, functions bool) map[unistring.String]bool {
	names := map[unistring.String]bool{}
	for _, statement := range list {
		switch d := statement.(type) {
		case *ast.LexicalDeclaration:
			bound(reflect.ValueOf(d), names)
		case *ast.ClassDeclaration:
			names[d.Class.Name.Name] = true
		case *ast.FunctionDeclaration:
			if functions {
				names[d.Function.Name.Name] = true
			}
		}
	}
	return names
}

func loopNames(into ast.ForInto) map[unistring.String]bool {
	if d, ok := into.(*ast.ForDeclaration); ok {
		return bound(reflect.ValueOf(d), map[unistring.String]bool{})
	}
	return nil
}

// bound adds the names that a declaration binds, and those of its patterns' defaults, which does no harm.
func bound(v reflect.Value, names map[unistring.String]bool) map[unistring.String]bool {
	identifiers(v, func(name unistring.String) { names[name] = true })
	return names
}

func count(v reflect.Value, uses map[unistring.String]int) map[unistring.String]int {
	identifiers(v, func(name unistring.String) { uses[name]++ })
	return uses
}

func identifiers(v reflect.Value, each func(unistring.String)) {
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		if v.IsNil() ||
			v.Kind() == reflect.Pointer && v.Elem().Kind() == reflect.Struct &&
				v.Elem().Type().PkgPath() != packagePath {
			return
		}
		if id, ok := v.Interface().(*ast.Identifier); ok {
			each(id.Name)
			return
		}
		identifiers(v.Elem(), each)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).Name != "DeclarationList" { // repeats a name of the body
				identifiers(v.Field(i), each)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			identifiers(v.Index(i), each)
		}
	}
}

// unparsed names the construct that the engine cannot parse, with its place; "" if it is not a known one.
func unparsed(source string, err error) string {
	var parsed parser.ErrorList
	if !errors.As(err, &parsed) {
		return ""
	}
	for _, e := range parsed {
		rest := after(source, e.Position.Line, e.Position.Column)
		if strings.HasPrefix(rest, "import(") || strings.HasPrefix(rest, "import (") {
			return fmt.Sprintf("import() (at %d:%d)", e.Position.Line, e.Position.Column)
		}
	}
	return ""
}

// after is the text from a line and column on, both counted from 1; columns are characters.
func after(source string, line, column int) string {
	for ; line > 1; line-- {
		_, source, _ = strings.Cut(source, "\n")
	}
	for ; column > 1 && source != ""; column-- {
		_, size := utf8.DecodeRuneInString(source)
		source = source[size:]
	}
	return source
}

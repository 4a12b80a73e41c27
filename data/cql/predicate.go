package cql

import "strings"

// predicate is one condition without AND, OR or NOT before it.
func (p *parser) predicate() (expression, error) {
	if p.now.kind == word {
		if p.at("S_INTERSECTS") {
			return p.spatial()
		}
		if relation, ok := relations[strings.ToUpper(p.now.text)]; ok {
			return p.temporal(relation)
		}
	}
	left, err := p.scalar()
	if err != nil {
		return nil, err
	}
	if p.now.kind == symbol && p.now.text != "(" && p.now.text != ")" && p.now.text != "," {
		return p.compared(left)
	}
	if left.kind == Truth && !p.at("NOT") && !p.at("IS") && !p.at("IN") && !p.at("BETWEEN") {
		return holds(left), nil // TRUE, FALSE, or a property that is one of them
	}
	return p.advanced(left)
}

func holds(t typed) expression {
	if literal, ok := t.value.(bool); ok {
		return constant(literal)
	}
	return comparison{t.operand, "=", operand{value: true}}
}

func (p *parser) compared(left typed) (expression, error) {
	op := p.now.text
	if err := p.advance(); err != nil {
		return nil, err
	}
	right, err := p.scalar()
	if err != nil {
		return nil, err
	}
	return comparison{left.operand, op, right.operand}, alike(left, right)
}

// alike refuses two operands that cannot be compared.
func alike(left, right typed) error {
	if left.kind != right.kind {
		return wrong(right.at, "a %s cannot be compared with a %s", left.kind, right.kind)
	}
	return nil
}

// advanced is IS [NOT] NULL, [NOT] LIKE, [NOT] BETWEEN, [NOT] IN.
func (p *parser) advanced(left typed) (expression, error) {
	if is, err := p.take("IS"); is || err != nil {
		return p.null(left, err)
	}
	negated, err := p.take("NOT")
	if err != nil {
		return nil, err
	}
	var e expression
	switch at := p.now; {
	case p.at("LIKE"):
		e, err = p.like(left)
	case p.at("BETWEEN"):
		e, err = p.between(left)
	case p.at("IN"):
		e, err = p.in(left)
	default:
		return nil, wrong(at.at, "%s stands where =, <>, <, >, <=, >=, LIKE, BETWEEN, IN or IS should", at.says())
	}
	if negated {
		e = not{e}
	}
	return e, err
}

func (p *parser) null(left typed, err error) (expression, error) {
	if err != nil {
		return nil, err
	}
	negated, err := p.take("NOT")
	if err != nil {
		return nil, err
	}
	if negated {
		return not{isNull{left.operand}}, p.expect("NULL")
	}
	return isNull{left.operand}, p.expect("NULL")
}

func (p *parser) like(left typed) (expression, error) {
	if err := p.advance(); err != nil {
		return nil, err
	}
	if left.kind != Text || left.column == "" || p.now.kind != text {
		return nil, wrong(p.now.at, "LIKE stands between a property of text and a pattern in single quotes")
	}
	pattern := p.now.text
	return like{left.operand, pattern}, p.advance()
}

func (p *parser) between(left typed) (expression, error) {
	if err := p.advance(); err != nil {
		return nil, err
	}
	low, err := p.scalar()
	if err != nil {
		return nil, err
	}
	if err := p.expect("AND"); err != nil {
		return nil, err
	}
	high, err := p.scalar()
	if err != nil {
		return nil, err
	}
	if err := alike(left, low); err != nil {
		return nil, err
	}
	return all{comparison{left.operand, ">=", low.operand}, comparison{left.operand, "<=", high.operand}}, alike(left, high)
}

func (p *parser) in(left typed) (expression, error) {
	if err := p.advance(); err != nil {
		return nil, err
	}
	if err := p.expect("("); err != nil {
		return nil, err
	}
	var among either
	for {
		one, err := p.scalar()
		if err != nil {
			return nil, err
		}
		if err := alike(left, one); err != nil {
			return nil, err
		}
		if p.terms++; p.terms > maxTerms {
			return nil, wrong(one.at, "the filter has more than %d conditions", maxTerms)
		}
		among = append(among, comparison{left.operand, "=", one.operand})
		if more, err := p.take(","); err != nil || !more {
			if err != nil {
				return nil, err
			}
			return among, p.expect(")")
		}
	}
}
